"""Who works here and what they may do: members, roles, keys of other systems, what their access demands."""
