"""A person's record in the mini-app: taking consent back, codes, merging, lines marked as wrong."""

from groups.model.group import Group
from tests.webapp.world import World

Village = tuple[World, Group]

# --- taking consent back --------------------------------------------------------------------------


async def test_she_takes_her_consent_back_in_the_settings(village: Village) -> None:
    world, group = village
    token = await world.open("Kamla", group.start_token)
    before = await (await world.get("/app/settings", token)).text()
    answer = await world.post("/app/settings/withdraw", token, group=group.id)
    said = await answer.text()

    assert 'action="/app/settings/withdraw"' in before
    assert (answer.status, "Kamla" in said, "क्रमांक 4" in said) == (200, False, True)
    assert (await world.get("/app/points", token)).status == 404
