"""Programs to copy: how others use what this project offers."""
