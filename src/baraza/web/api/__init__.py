"""Partners and the public: REST and Open311 will stand here."""
