"""What a personal link opens: one member's 事前意見 of one round. ``key`` is the secret part of the address."""

from django.urls import path

from evaluations.views import review_links

urlpatterns = [
    path("<str:key>/", review_links.review_list, name="review-list"),
    path("<str:key>/press/", review_links.review_press, name="review-press"),
    path("<str:key>/code/", review_links.review_code, name="review-code"),
    path("<str:key>/records/<int:pk>/", review_links.review_sheet, name="review-sheet"),
    path("<str:key>/records/<int:pk>/autosave/", review_links.review_autosave, name="review-autosave"),
    path("<str:key>/opinions/<int:place>/", review_links.review_opinion, name="review-opinion"),
    path(
        "<str:key>/opinions/<int:place>/autosave/",
        review_links.review_opinion_autosave,
        name="review-opinion-autosave",
    ),
]
