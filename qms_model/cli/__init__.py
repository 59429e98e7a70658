"""The command line: the same questions as the screens, for scripts and schedules."""
