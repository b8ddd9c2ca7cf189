"""What happened: the refusals, in the words of those who get them."""

from behave import then
from behave.runner import Context

REFUSALS = {
    "the user name is taken": (409, "username_taken"),
    "the e-mail address is taken": (409, "email_taken"),
    "the name is taken": (409, "name_taken"),
    "the password is too weak": (422, "weak_password"),
    "the password is wrong": (401, "invalid_credentials"),
    "something she sent is not valid": (422, "validation_failed"),
    "only admins may do that": (403, "admin_required"),
    "it is in use": (409, "in_use"),
    "it is there already": (409, "already_in_watchlist"),
    "there is no such entry": (404, "watch_entry_not_found"),
    "the last admin must stay": (409, "last_admin"),
    "she has not watched it": (409, "title_not_watched"),
    "she has rated it already": (409, "already_rated"),
    "she has reviewed it already": (409, "already_reviewed"),
    "there is no such rating": (404, "rating_not_found"),
    "the review is somebody else's": (403, "not_review_author"),
    "there is no such title": (404, "title_not_found"),
    "the key was used for something else": (422, "idempotency_key_reused"),
    "this is not possible": (405, "method_not_allowed"),
    "the provider can't be relied on": (502, "provider_unavailable"),
    "the provider takes too long": (504, "provider_unavailable"),
    "the provider is busy": (503, "provider_busy"),
    "the provider does not accept the service": (502, "provider_unauthorized"),
    "the provider has no such title": (404, "provider_title_not_found"),
    "TMDb refuses her token": (401, "tmdb_token_rejected"),
    "the account is not his": (403, "account_not_yours"),
    "the name is somebody else's": (409, "list_name_taken"),
    "nobody can sign up here": (403, "registration_closed"),
    "an invitation is needed": (403, "invitation_invalid"),
    "the link is not valid": (401, "invalid_reset_token"),
    "it is in the list already": (409, "already_in_list"),
    "the list has changed": (412, "precondition_failed"),
    "there is no such list": (404, "shared_list_not_found"),
}


@then("he is told that {refusal}")
@then("she is told that {refusal}")
@then("the admin is told that {refusal}")
def check_refusal(context: Context, refusal: str) -> None:
    status, code = REFUSALS[refusal]
    assert context.answer.status_code == status, context.answer.text
    assert context.answer.json()["code"] == code, context.answer.text


@then("they are asked to sign in")
def check_challenge(context: Context) -> None:
    assert context.answer.status_code == 401
    assert context.answer.headers["www-authenticate"] == "Bearer"


@then("exactly these are found:")
def check_found(context: Context) -> None:
    assert context.answer.status_code == 200, context.answer.text
    found = [item.get("title") for item in context.answer.json()["items"]]
    names = [title["title"] if isinstance(title, dict) else title for title in found]
    assert names == [row["title"] for row in context.table], names
