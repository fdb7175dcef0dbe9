"""Addresses of signing in and of one's own account."""

from django.urls import path

from baraza.web.console.account import confirm, email, factors, letters, passwords, profile, sessions, sign_in

urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("sign-in/passkey/", sign_in.passkey, name="sign-in-passkey"),
    path("sign-in/second-factor/", sign_in.second_factor, name="second-factor"),
    path("sign-in/words/", sign_in.words, name="words"),
    path("sign-in/forgotten/", passwords.forgotten, name="forgotten"),
    path("sign-in/new-password/<uid>/<token>/", passwords.by_link, name="new-password"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("start/", sign_in.start, name="start"),
    path("organisation/", sign_in.choose, name="choose-organisation"),
    path("confirm/", confirm.confirm, name="confirm"),
    path("account/", profile.account, name="account"),
    path("account/email/", email.email, name="email"),
    path("account/email/<str:token>/", email.by_link, name="new-email"),
    path("account/password/", passwords.password, name="password"),
    path("account/second-factor/", factors.overview, name="factors"),
    path("account/second-factor/app/", factors.app, name="app"),
    path("account/second-factor/app/remove/", factors.remove_app, name="remove-app"),
    path("account/second-factor/codes/", factors.codes, name="codes"),
    path("account/second-factor/codes/file/", factors.codes_file, name="codes-file"),
    path("account/second-factor/codes/stored/", factors.codes_stored, name="codes-stored"),
    path("account/second-factor/codes/renew/", factors.renew_codes, name="renew-codes"),
    path("account/passkeys/add/", factors.add_passkey, name="add-passkey"),
    path("account/passkeys/<int:number>/", factors.passkey, name="passkey"),
    path("account/passkeys/<int:number>/remove/", factors.remove_passkey, name="remove-passkey"),
    path("account/sessions/", sessions.sessions, name="sessions"),
    path("account/sessions/<int:number>/end/", sessions.end, name="end-session"),
    path("account/sessions/end-others/", sessions.end_others, name="end-other-sessions"),
    path("account/letters/", letters.letters, name="letters"),
    path("letters/stop/<str:token>/", letters.stop_by_link, name="letters-stop"),
    path("stay/", sessions.stay, name="stay"),
]
