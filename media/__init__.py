"""MACHINE: the only code that starts processes. It knows ffmpeg, files and RTMP, no shop."""
