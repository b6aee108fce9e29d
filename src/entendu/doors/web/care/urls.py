"""The radar, under /radar/, and the brief of one person, under /people/."""

from django.urls import path

from entendu.doors.web.care import radar_page, style

urlpatterns = [path("", radar_page.radar, name="radar")]
of_a_person = [
    path("<int:person_id>/brief/", radar_page.brief_page, name="brief"),
    path("<int:person_id>/style/", style.say_style, name="say_style"),
    path("<int:person_id>/not-now/", radar_page.not_now, name="not_now"),
]
