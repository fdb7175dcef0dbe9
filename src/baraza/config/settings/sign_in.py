"""Signing in: what we take of django-allauth (docs/decisions/0034) and what we leave out."""

PASSWORD_VALIDATION = "django.contrib.auth.password_validation"  # noqa: S105 - a module
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": f"{PASSWORD_VALIDATION}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
    {"NAME": f"{PASSWORD_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{PASSWORD_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{PASSWORD_VALIDATION}.NumericPasswordValidator"},
    {"NAME": "baraza.core.identity.sign_in.passwords.UpperCaseValidator"},
    {"NAME": "baraza.core.identity.sign_in.passwords.SpecialCharacterValidator"},
]
PASSWORD_RESET_TIMEOUT = 60 * 60

# Nobody signs up, addresses are not confirmed by mail (an admin invites), and tries are counted in our own table.
ACCOUNT_ADAPTER = "baraza.core.identity.sign_in.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = False
ACCOUNT_LOGIN_TIMEOUT = 15 * 60
MFA_ADAPTER = "baraza.core.identity.second_factor.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Baraza"
MFA_TOTP_TOLERANCE = 1

# Pages to which the core leads, as LOGIN_URL.
SECOND_FACTOR_URL = "console:second-factor"

SIGN_IN_TRIES_PER_ADDRESS = 5
SIGN_IN_TRIES_PER_ACCOUNT = 10
CONFIRMED_FOR_SECONDS = 10 * 60
