"""Plan files on the staff side: sending one, seeing what it would change, loading it, and writing one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import requires
from accounts.roles import Permission
from accounts.versioning import MoveRefused
from accounts.views.paging import page_of
from initiatives import plan_file
from initiatives.models import PlanUpload
from initiatives.plan_file import uploading
from initiatives.plan_file_forms import DownloadForm, PlanFileForm

LINES_ON_A_PAGE = 100
LOADS_SHOWN = 20
CONTENT_TYPES = {
    ".toml": "application/toml",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
CHANGED_MEANWHILE = "確認していただいた後に、登録内容が変わりました。まだ読み込んでいません。下の変更をもう一度確かめてください。"


@requires(Permission.EDIT_PLANS)
def plan_file_list(request):
    """Send a file, take one away, and see which were loaded."""
    form, problems = PlanFileForm(request), []
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            upload = uploading.receive(name=file.name, data=file.read(), by=request.user, now=timezone.now())
            return redirect("staff:plan-file-detail", pk=upload.pk)
        except plan_file.PlanFileError as error:
            problems = error.problems
            form.add_error("file", f"{file.name}に直すところがあります。何も変えていません。")
    uploads = PlanUpload.objects.defer("content").select_related("uploaded_by")
    context = {
        "form": form,
        "problems": problems,
        "download": DownloadForm(),
        "waiting": uploads.waiting_for(request.user).first(),
        "loaded": uploads.loaded()[:LOADS_SHOWN],
    }
    return render(request, "staff/initiatives/plan_file_list.html", context)


@requires(Permission.EDIT_PLANS)
def plan_file_detail(request, pk):
    """What the file would change, table by table; load it as it is shown, or throw it away."""
    upload = get_object_or_404(PlanUpload.objects.waiting_for(request.user).defer("content"), pk=pk)
    problems = []
    if request.method == "POST":
        try:
            if _carry_out(request, upload):
                return redirect("staff:plan-file-list")
            return redirect("staff:plan-file-detail", pk=upload.pk)
        except plan_file.PlanFileError as error:
            problems = error.problems
    return render(request, "staff/initiatives/plan_file_detail.html", _preview(request, upload, problems))


def _carry_out(request, upload: PlanUpload) -> bool:
    """Do what the button says; tell whether the file is done with."""
    if "drop" in request.POST:
        uploading.throw_away(upload=upload, by=request.user)
        messages.success(request, f"「{upload.name}」の読み込みをやめました。何も変えていません。")
        return True
    try:
        seen = request.POST.get("seen", "")
        if uploading.confirm(upload=upload, seen=seen, by=request.user, now=timezone.now()):
            messages.success(request, f"「{upload.name}」を読み込みました。")
            return True
        messages.warning(request, CHANGED_MEANWHILE)
    except MoveRefused as refusal:
        messages.error(request, str(refusal))
        return True
    return False


def _preview(request, upload: PlanUpload, problems: list) -> dict:
    tables = [table for table in upload.report if _size(table)]
    chosen = next((table for table in tables if table["key"] == request.GET.get("table")), None)
    chosen = chosen or (tables[0] if tables else None)
    lines = _lines(chosen) if chosen else []
    return {
        "upload": upload,
        "problems": problems,
        "tables": upload.report,
        "choices": tables,
        "chosen": chosen,
        "page_obj": page_of(request, lines, LINES_ON_A_PAGE),
    }


def _size(table: dict) -> int:
    return len(table["added"]) + len(table["changed"]) + len(table["removed"])


def _lines(table: dict) -> list[dict]:
    """What happens to the rows of a table: changed and removed ones first, they need the closer look."""
    return [
        *({"state": "変更", **row} for row in table["changed"]),
        *({"state": "削除", "label": label} for label in table["removed"]),
        *({"state": "追加", "label": label} for label in table["added"]),
    ]


@requires(Permission.EDIT_PLANS)
@require_safe
def plan_file_download(request):
    """The plan as a file of the same format."""
    form = DownloadForm(request.GET or {"format": ".xlsx"})
    if not form.is_valid():
        messages.error(request, "書き出す期と形式を選び直してください。")
        return redirect("staff:plan-file-list")
    ending = form.cleaned_data["format"]
    try:
        data = plan_file.WRITERS[ending](plan_file.dump(term=form.cleaned_data["term"]))
    except plan_file.PlanFileError as error:
        messages.error(request, str(error))
        return redirect("staff:plan-file-list")
    name = f"plan-{timezone.localdate():%Y%m%d}{ending}"
    return HttpResponse(
        data,
        content_type=CONTENT_TYPES[ending],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
