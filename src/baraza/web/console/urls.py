"""Addresses of the staff's pages."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from baraza.web.console import views_acts, views_complaints, views_people, views_sign_in

app_name = "console"
urlpatterns = [
    path("", views_complaints.home, name="home"),
    path("sign-in/", views_sign_in.SignIn.as_view(), name="sign-in"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    path("organisation/", views_sign_in.choose, name="choose-organisation"),
    path("complaints/", views_complaints.complaints, name="complaints"),
    path("complaints/<str:reference>/", views_complaints.complaint, name="complaint"),
    path("complaints/<str:reference>/photos/<str:media_id>/", views_complaints.photo, name="photo"),
    path("complaints/<str:reference>/take/", views_acts.take_it, name="take"),
    path("complaints/<str:reference>/reply/", views_acts.send_reply, name="reply"),
    path("complaints/<str:reference>/note/", views_acts.write_note, name="note"),
    path("complaints/<str:reference>/move/", views_acts.move_it, name="move"),
    path("complaints/<str:reference>/correct/", views_acts.correct_it, name="correct"),
    path("people/", views_people.people, name="people"),
    path("people/<int:request_id>/answer/", views_people.answer, name="answer"),
]
