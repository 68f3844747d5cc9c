"""Real Chromium against real servers on two origins."""
