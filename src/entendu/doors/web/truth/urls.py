"""The pages of telling the truth, below `/c/<number>/`."""

from django.urls import URLPattern, URLResolver, path

from entendu.doors.web.truth import elsewhere_page, mistake_page, options_page, temporary_page

urlpatterns: list[URLPattern | URLResolver] = [
    path("options/", options_page.options, name="options"),
    path("options/draft/", options_page.options_draft, name="options_draft"),
    path("temporary/", temporary_page.temporary, name="temporary"),
    path("mistake/", mistake_page.mistake, name="mistake"),
    path("mistake/draft/", mistake_page.mistake_draft, name="mistake_draft"),
    path("not-ours/", elsewhere_page.not_ours, name="not_ours"),
]
