"""Lists that staff take away as files: made by a job, kept sealed for some days, sent as a link on a schedule."""
