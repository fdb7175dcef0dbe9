"""What happens while staff look: events to open pages, and what each member is told in the console."""
