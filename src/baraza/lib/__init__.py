"""Plain Python without Django: clock, phone numbers, references, signing, the HTTP client, text alphabets."""
