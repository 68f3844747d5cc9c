"""MACHINES: everything outside the process that is not ours, each behind one small door."""
