"""The API does what its description says, for whatever input the description allows or forbids (Schemathesis)."""

from __future__ import annotations

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entendu.parts.staff import actions as staff
from tests.doors.api.conftest import NOW, Desk

OPERATIONS = [
    "GET /api/v1/messages/{message}", "GET /api/v1/people/{person}", "GET /api/v1/tickets",
    "GET /api/v1/tickets/{number}", "POST /api/v1/changes", "POST /api/v1/messages",
    "POST /api/v1/tickets/{number}/notes",
    "POST /api/v1/wording",
]
# Who asks under /messages or /changes is a source: tests/doors/api/test_messages.py, test_changes.py.
MEMBERS = [label for label in OPERATIONS if "/messages" not in label and "/changes" not in label]


@pytest.fixture
def described(transactional_db: None) -> schemathesis.BaseSchema:
    """The API as it describes itself. Each request closes its connection, as a server's does."""
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


def test_the_description_speaks_of_what_there_is(described: schemathesis.BaseSchema) -> None:
    assert sorted(operation.ok().label for operation in described.get_all_operations()) == OPERATIONS


@pytest.mark.parametrize("label", MEMBERS)
def test_each_operation_does_as_described(label: str, described: schemathesis.BaseSchema, desk: Desk) -> None:
    """Also with values that are there: half of the numbers drawn are those of the ticket and the contact."""
    operation = described.find_operation_by_label(label)
    _, secret = staff.make_api_token(desk.ioana, "Schemathesis", now=NOW)
    present = {"number": desk.booking.number, "person": desk.marie.pk}

    @settings(max_examples=40, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(), known=st.booleans())
    def check(case: schemathesis.Case, known: bool) -> None:
        if known:
            case.path_parameters.update({name: present[name] for name in case.path_parameters})
        case.call_and_validate(headers={"Authorization": f"Bearer {secret}"})

    check()
