"""Contacts and organisations, under /people/."""

from django.urls import path

from entendu.doors.web.people import identity, lists, organisations, person, proof

urlpatterns = [
    path("", lists.people, name="people"),
    path("new/", person.new_person, name="new_person"),
    path("<int:person_id>/", person.person, name="person"),
    path("<int:person_id>/edit/", person.edit_person, name="edit_person"),
    path("<int:person_id>/addresses/", person.add_address, name="add_address"),
    path("<int:person_id>/addresses/<int:address_id>/removal/", person.remove_address, name="remove_address"),
    path("<int:person_id>/addresses/<int:address_id>/mending/", person.mend_address, name="mend_address"),
    path("<int:person_id>/addresses/<int:address_id>/parting/", identity.part, name="part_address"),
    path("<int:person_id>/addresses/<int:address_id>/proof/", proof.proof, name="address_proof"),
    path("<int:person_id>/addresses/<int:address_id>/proof/sending/", proof.send_code, name="send_code"),
    path("<int:person_id>/same/", identity.same, name="same_person"),
    path("<int:person_id>/identities/<int:identity_id>/undoing/", identity.undo, name="undo_identity"),
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/new/", organisations.new_organisation, name="new_organisation"),
    path("organisations/<int:organisation_id>/", organisations.organisation, name="organisation"),
]
