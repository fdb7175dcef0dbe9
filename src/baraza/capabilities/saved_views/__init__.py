"""Views of a list that members save under a name: one mechanism for every list that can be narrowed by its address."""
