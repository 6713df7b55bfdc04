"""Choosing the fiscal year of a list by ``?year=``; drawn by components/year_choice.html."""

from plans import fiscal_year


def chosen_year(request, years: list[int]) -> int | None:
    """The one of ``years`` that was asked for, or the first; None where there is none."""
    wanted = request.GET.get("year", "")
    return next((year for year in years if str(year) == wanted), years[0] if years else None)


def choices(years: list[int]) -> list[dict]:
    return [{"year": year, "label": fiscal_year.label(year)} for year in years]
