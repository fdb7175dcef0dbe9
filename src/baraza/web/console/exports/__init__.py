"""Files of lists: asked for, watched, downloaded, made on a schedule."""
