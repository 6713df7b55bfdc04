"""What the tests of the register share: its year, and reading a refusal."""

from plans.models import PlanTerm

THIS_YEAR = 2023
End = PlanTerm.End


def told(refusal) -> dict[str, str]:
    return {name: "".join(messages) for name, messages in refusal.value.message_dict.items()}
