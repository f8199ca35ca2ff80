"""Passwords and second factors."""
import json
import random

from target import Target

LONG = "quiet rivers under seven bridges"


def fault_of_new(target: Target, password: str) -> bool:
    """Offers the password for an account that somebody has: what is fine with it is refused for that alone."""
    if not hasattr(target, "invitation"):
        administrator = target.member("admin")
        team = administrator.call("GET", "/api/v1/session")[1]["team"]["id"]
        target.invitation = administrator.call("POST", "/api/v1/invitations", {"team_id": team, "roles": ["first-responder"]})[1]["code"]
    taken = target.account("admin")["account"]
    form = {"invitation": target.invitation, "account": taken, "name": "Newcomer (fictional)", "password": password}
    answer = target.post("/api/v1/enrolments", form)
    assert answer.status in (409, 422), answer.body
    return "/password" in {fault["pointer"] for fault in json.loads(answer.body).get("errors", [])}


def change(target: Target, new: str, current: str, code: str) -> tuple[int, str]:
    status, body = target.member("vera").call(
        "PUT", "/api/v1/account/password", {"current_password": current, "new_password": new, "code": code})
    return status, str(body)


def V6_2_1_a_short_password_is_refused(target: Target) -> None:
    assert fault_of_new(target, "fourteen chars") and not fault_of_new(target, LONG)


def V6_2_3_a_change_needs_the_present_password_and_a_code(target: Target) -> None:
    account = target.account("vera")
    for current, code in (("not her present password", target.code(account)), (account["password"], "000000")):
        status, body = change(target, LONG, current, code)
        assert 400 <= status < 500, (status, body)


def V6_2_2_a_member_changes_her_password(target: Target) -> None:
    target.member("vera")
    account = target.account("vera")
    status, body = change(target, LONG, account["password"], target.fresh_code(account))
    assert status < 300, (status, body)
    assert target.member("vera").call("GET", "/api/v1/session")[0] == 200


def V6_2_4_what_everybody_tries_first_is_refused(target: Target) -> None:
    for word in ("passwordpassword", "123456789012345", "qwertyuiopasdfgh", "aaaaaaaaaaaaaaaa"):
        assert fault_of_new(target, word), word


def V6_2_5_no_kind_of_sign_is_demanded(target: Target) -> None:
    for word in ("lowercaselettersinarow", "94817305628190475", "ДВЕНАДЦАТЬ МЕСЯЦЕВ ЗИМЫ", "".join(chr(0x1F400 + (at * 37) % 61) for at in range(16))):
        assert not fault_of_new(target, word), word


def V6_2_9_long_passwords_are_taken_and_endless_ones_refused_unread(target: Target) -> None:
    for length in (64, 256):
        word = random.Random(length).choices("abcdefghijklmnopqrstuvwxyz", k=length)
        assert not fault_of_new(target, "".join(word)), length
    assert fault_of_new(target, "ab" * 2_049)


def V6_2_11_names_at_hand_are_refused(target: Target) -> None:
    for word in ("opennrmopennrm123", target.account("admin")["account"] * 4):
        assert fault_of_new(target, word), word


def V6_3_3_one_factor_opens_nothing(target: Target) -> None:
    account = target.account("dpo")
    for code in ("", "000000"):
        answer = target.post("/api/v1/session", {"account": account["account"], "password": account["password"], "code": code})
        assert 400 <= answer.status < 500 and not answer.header("set-cookie"), answer.status
    answer = target.post("/api/v1/session", {"account": account["account"], "password": account["password"]})
    assert answer.status == 422 and not answer.header("set-cookie"), answer.status
