"""What an organisation is, looks like and offers: one page per matter, all led to from one."""
