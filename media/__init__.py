"""MACHINE: the only code that starts processes. It knows ffmpeg and files, nothing of the shop."""
