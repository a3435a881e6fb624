"""Stage: a talk of saved states in big type, shown with arrow keys; made, frozen, saved and exported below."""

from pages.parts import frame, stage, stage_prepare, talks
from pages.parts.choices_bar import choices_bar

selection, _ = frame.open_page("stage")
showing = selection.show == "on"
talk = talks.on_stage(selection)

if not showing:
    choices_bar(selection, ("talk",))
    frame.link_notes("stage", selection)
stage.talk_bar(talk, selection)
shown = stage.slide(talk, selection) if talk.slides else stage.empty(selection)
if not showing:
    stage_prepare.notes(shown, selection)
    stage_prepare.drawer(talk, selection)
frame.close_page("stage", selection, bare=showing)
