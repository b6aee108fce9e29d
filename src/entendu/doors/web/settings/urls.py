"""The settings of the installation, under /settings/."""

from django.urls import path

from entendu.doors.web.settings import home, mailboxes, own_rules, servers, sources, staff, teams, wording

urlpatterns = [
    path("", home.home, name="settings"),
    path("reached/", home.reached, name="reached"),
    path("mailboxes/", mailboxes.mailboxes, name="mailboxes"),
    path("mailboxes/new/", mailboxes.new_mailbox, name="new_mailbox"),
    path("mailboxes/<int:mailbox_id>/", mailboxes.mailbox, name="mailbox"),
    path("mailboxes/<int:mailbox_id>/incoming/", servers.incoming, name="incoming"),
    path("mailboxes/<int:mailbox_id>/incoming/removal/", servers.remove_incoming, name="remove_incoming"),
    path("mailboxes/<int:mailbox_id>/outgoing/", servers.outgoing, name="outgoing"),
    path("mailboxes/<int:mailbox_id>/outgoing/removal/", servers.remove_outgoing, name="remove_outgoing"),
    path("sources/", sources.sources, name="sources"),
    path("sources/new/", sources.new_source, name="new_source"),
    path("sources/<int:source_id>/", sources.source, name="source"),
    path("sources/<int:source_id>/secret/", sources.source_secret, name="source_secret"),
    path("sources/<int:source_id>/access/", sources.source_access, name="source_access"),
    path("sources/<int:source_id>/templates/<int:template_id>/", sources.name_template, name="name_template"),
    path("wording/", wording.wording, name="wording"),
    path("wording/switch/", wording.switch, name="switch_wording"),
    path("wording/words/", wording.add_word, name="add_word"),
    path("wording/words/<int:word_id>/removal/", wording.remove_word, name="remove_word"),
    path("wording/rules/new/", own_rules.new_rule, name="new_rule"),
    path("wording/rules/try/", own_rules.try_rule, name="try_rule"),
    path("wording/rules/<int:rule_id>/", own_rules.rule, name="rule"),
    path("wording/rules/<int:rule_id>/switch/", own_rules.switch_rule, name="switch_rule"),
    path("wording/rules/<int:rule_id>/removal/", own_rules.remove_rule, name="remove_rule"),
    path("teams/", teams.teams, name="teams"),
    path("teams/new/", teams.new_team, name="new_team"),
    path("teams/<int:team_id>/", teams.team, name="team"),
    path("staff/", staff.staff, name="staff"),
    path("staff/invitation/", staff.invite_member, name="invite"),
    path("staff/<int:member_id>/", staff.member, name="member"),
    path("staff/<int:member_id>/link/", staff.member_link, name="member_link"),
    path("staff/<int:member_id>/second-step/removal/", staff.reset_second_step, name="reset_second_step"),
    path("staff/<int:member_id>/access/", staff.member_access, name="member_access"),
]
