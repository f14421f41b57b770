"""The shipped rules as Python, made of them by `tools/compile.py`: don't edit.

A function of a rule's set tells whether the rule says anything; `UnsureError` where that isn't known.
"""

# mypy: ignore-errors
# ruff: noqa

from govml.policy.values import *
from govml.policy.values import NOT_ASKED, UNDEFINED, Set, UnsureError

U = UNDEFINED
ONCE = (0,)

SLOTS = 139
FACTS = [NOT_ASKED] * 10
SOURCES = "sha256:e053c85b357cc41c291c46e44b8c818ec6fa178e89ffd68d5be75bd916b40fb7"


def card_01__deny(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__has_card(i, d, m)
        if not (l4 is U or l4 is False):
            break
        l5 = lib__subject_name(i, d, m)
        if l5 is U:
            break
        raise UnsureError
    return False


def card_02__deny(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__known_tier(i, d, m)
        if l4 is U or l4 is False:
            break
        l5 = card_02__intended(i, d, m)
        if not (l5 is U or l5 is False):
            break
        l6 = lib__governance(i, d, m)
        if l6 is U:
            break
        l8 = lib__found(i, d, m, l6, 'intended_use')
        if l8 is U:
            break
        raise UnsureError
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'high':
            break
        l5 = card_02__out_of_scope_missing(i, d, m)
        if l5 is U:
            break
        return True
    return False


def card_02__intended(i, d, m):
    known = m[0]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = i.get('card', U)
        if l4 is U:
            break
        l5 = l4.get('governance', U) if type(l4) is dict else dot(l4, 'governance')
        if l5 is U:
            break
        l6 = l5.get('intended_use', U) if type(l5) is dict else dot(l5, 'intended_use')
        if l6 is U:
            break
        l8 = lib__real(i, d, m, l6)
        if l8 is U or l8 is False:
            break
        l3 = True if l3 is U else once(l3, True)
    for _ in ONCE:
        if l3 is not U:
            break
        l4 = []
        l4.append('intended use')
        l4.append('intended uses')
        l4.append('intended purpose')
        l4.append('intended uses & limitations')
        l4.append('intended uses and limitations')
        l4.append('primary intended uses')
        l4.append('uses')
        l4.append('use')
        l4.append('use cases')
        l4.append('direct use')
        l5 = lib__section(i, d, m, l4)
        if l5 is U or l5 is False:
            break
        l3 = True if l3 is U else once(l3, True)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    m[0] = l2
    return l2


def card_02__out_of_scope(i, d, m):
    known = m[1]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = i.get('card', U)
        if l4 is U:
            break
        l5 = l4.get('governance', U) if type(l4) is dict else dot(l4, 'governance')
        if l5 is U:
            break
        l6 = l5.get('out_of_scope', U) if type(l5) is dict else dot(l5, 'out_of_scope')
        if l6 is U:
            break
        l8 = lib__some_real(i, d, m, l6)
        if l8 is U or l8 is False:
            break
        l3 = True if l3 is U else once(l3, True)
    for _ in ONCE:
        if l3 is not U:
            break
        l4 = []
        l4.append('out-of-scope use')
        l4.append('out-of-scope uses')
        l4.append('out of scope use')
        l4.append('out of scope uses')
        l4.append('out of scope')
        l5 = lib__section(i, d, m, l4)
        if l5 is U or l5 is False:
            break
        l3 = True if l3 is U else once(l3, True)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    m[1] = l2
    return l2


def card_02__out_of_scope_missing(i, d, m):
    known = m[2]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = card_02__out_of_scope(i, d, m)
        if not (l4 is U or l4 is False):
            break
        l5 = lib__governance(i, d, m)
        if l5 is U:
            break
        l7 = lib__found(i, d, m, l5, 'out_of_scope')
        if l7 is U:
            break
        raise UnsureError
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    m[2] = l2
    return l2


def card_02__warn(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'limited':
            break
        l5 = card_02__out_of_scope_missing(i, d, m)
        if l5 is U:
            break
        return True
    return False


def card_03__contactable(i, d, m):
    known = m[3]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = i.get('card', U)
        if l4 is U:
            break
        l5 = l4.get('governance', U) if type(l4) is dict else dot(l4, 'governance')
        if l5 is U:
            break
        l6 = l5.get('owner', U) if type(l5) is dict else dot(l5, 'owner')
        if l6 is U:
            break
        l7 = l6.get('contact', U) if type(l6) is dict else dot(l6, 'contact')
        if l7 is U:
            break
        l9 = lib__reachable(i, d, m, l7)
        if l9 is U or l9 is False:
            break
        l3 = True if l3 is U else once(l3, True)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    m[3] = l2
    return l2


def card_03__deny(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__limited_or_high(i, d, m)
        if l4 is U or l4 is False:
            break
        l5 = card_03__gaps(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            return True
    return False


def card_03__gaps(i, d, m):
    known = m[4]
    if known is not NOT_ASKED:
        return known
    l2 = U
    l2 = Set()
    for _ in ONCE:
        l3 = U
        l4 = card_03__named(i, d, m)
        if not (l4 is U or l4 is False):
            break
        l5 = card_03__owner(i, d, m)
        if l5 is U:
            break
        l7 = lib__found(i, d, m, l5, 'team')
        if l7 is U:
            break
        raise UnsureError
    for _ in ONCE:
        l3 = U
        l4 = card_03__named(i, d, m)
        if l4 is U or l4 is False:
            break
        l5 = card_03__contactable(i, d, m)
        if not (l5 is U or l5 is False):
            break
        l6 = card_03__owner(i, d, m)
        if l6 is U:
            break
        l8 = lib__found(i, d, m, l6, 'contact')
        if l8 is U:
            break
        raise UnsureError
    m[4] = l2
    return l2


def card_03__named(i, d, m):
    known = m[5]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = i.get('card', U)
        if l4 is U:
            break
        l5 = l4.get('governance', U) if type(l4) is dict else dot(l4, 'governance')
        if l5 is U:
            break
        l6 = l5.get('owner', U) if type(l5) is dict else dot(l5, 'owner')
        if l6 is U:
            break
        l7 = l6.get('team', U) if type(l6) is dict else dot(l6, 'team')
        if l7 is U:
            break
        l9 = lib__real(i, d, m, l7)
        if l9 is U or l9 is False:
            break
        l3 = True if l3 is U else once(l3, True)
    for _ in ONCE:
        if l3 is not U:
            break
        l4 = i.get('card', U)
        if l4 is U:
            break
        l5 = l4.get('governance', U) if type(l4) is dict else dot(l4, 'governance')
        if l5 is U:
            break
        l6 = l5.get('owner', U) if type(l5) is dict else dot(l5, 'owner')
        if l6 is U:
            break
        l7 = l6.get('person', U) if type(l6) is dict else dot(l6, 'person')
        if l7 is U:
            break
        l9 = lib__real(i, d, m, l7)
        if l9 is U or l9 is False:
            break
        l3 = True if l3 is U else once(l3, True)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    m[5] = l2
    return l2


def card_03__owner(i, d, m):
    known = m[6]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = i.get('card', U)
        if l4 is U:
            break
        l5 = l4.get('governance', U) if type(l4) is dict else dot(l4, 'governance')
        if l5 is U:
            break
        l6 = l5.get('owner', U) if type(l5) is dict else dot(l5, 'owner')
        if l6 is U:
            break
        if not (type(l6) is dict):
            break
        l9 = i.get('card', U)
        if l9 is U:
            break
        l10 = l9.get('governance', U) if type(l9) is dict else dot(l9, 'governance')
        if l10 is U:
            break
        l11 = l10.get('owner', U) if type(l10) is dict else dot(l10, 'owner')
        if l11 is U:
            break
        l3 = l11 if l3 is U else once(l3, l11)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    for _ in ONCE:
        if l2 is not U:
            break
        l13 = {}
        l2 = l13 if l2 is U else once(l2, l13)
    m[6] = l2
    return l2


def card_03__warn(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'minimal':
            break
        l5 = card_03__gaps(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            return True
    return False


def card_04__deny(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__has_card(i, d, m)
        if l4 is U or l4 is False:
            break
        l5 = lib__known_tier(i, d, m)
        if not (l5 is U or l5 is False):
            break
        l6 = card_04__risk(i, d, m)
        if l6 is U:
            break
        l8 = lib__found(i, d, m, l6, 'tier')
        if l8 is U:
            break
        raise UnsureError
    for _ in ONCE:
        l3 = U
        l4 = lib__known_tier(i, d, m)
        if l4 is U or l4 is False:
            break
        l5 = card_04__gaps(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            return True
    return False


def card_04__explained(i, d, m):
    known = m[7]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = i.get('card', U)
        if l4 is U:
            break
        l5 = l4.get('governance', U) if type(l4) is dict else dot(l4, 'governance')
        if l5 is U:
            break
        l6 = l5.get('risk', U) if type(l5) is dict else dot(l5, 'risk')
        if l6 is U:
            break
        l7 = l6.get('reason', U) if type(l6) is dict else dot(l6, 'reason')
        if l7 is U:
            break
        l9 = lib__real(i, d, m, l7)
        if l9 is U or l9 is False:
            break
        l3 = True if l3 is U else once(l3, True)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    m[7] = l2
    return l2


def card_04__gaps(i, d, m):
    known = m[8]
    if known is not NOT_ASKED:
        return known
    l2 = U
    l2 = Set()
    for _ in ONCE:
        l3 = U
        l4 = card_04__explained(i, d, m)
        if not (l4 is U or l4 is False):
            break
        l5 = card_04__risk(i, d, m)
        if l5 is U:
            break
        l7 = lib__found(i, d, m, l5, 'reason')
        if l7 is U:
            break
        l9 = lib__tier(i, d, m)
        if l9 is U:
            break
        raise UnsureError
    for _ in ONCE:
        l3 = U
        l4 = i.get('name', U)
        if l4 is U:
            break
        l6 = d.get('govml', U)
        if l6 is U:
            break
        l7 = l6.get('parameters', U) if type(l6) is dict else dot(l6, 'parameters')
        if l7 is U:
            break
        l8 = l7.get('inventory', U) if type(l7) is dict else dot(l7, 'inventory')
        if l8 is U:
            break
        l9 = dot(l8, l4)
        if l9 is U:
            break
        for _ in ONCE:
            break
        l13 = lib__tier(i, d, m)
        if l13 is U:
            break
        if neq(l9, l13) is False:
            break
        l16 = card_04__inventory_says(i, d, m, l9)
        if l16 is U:
            break
        l18 = lib__tier(i, d, m)
        if l18 is U:
            break
        raise UnsureError
    for _ in ONCE:
        l3 = U
        for _ in ONCE:
            for _ in ONCE:
                l6 = d.get('govml', U)
                if l6 is U:
                    break
                l7 = l6.get('parameters', U) if type(l6) is dict else dot(l6, 'parameters')
                if l7 is U:
                    break
                l8 = l7.get('inventory', U) if type(l7) is dict else dot(l7, 'inventory')
                if l8 is U:
                    break
            else:
                break
        else:
            break
        if not (type(l8) is dict):
            break
        for _ in ONCE:
            for _ in ONCE:
                l13 = d.get('govml', U)
                if l13 is U:
                    break
                l14 = l13.get('parameters', U) if type(l13) is dict else dot(l13, 'parameters')
                if l14 is U:
                    break
                l15 = l14.get('inventory', U) if type(l14) is dict else dot(l14, 'inventory')
                if l15 is U:
                    break
            else:
                break
        else:
            break
        l17 = count(l15)
        l19 = 0
        if gt(l17, l19) is False:
            break
        l21 = card_04__named(i, d, m)
        if not (l21 is U or l21 is False):
            break
        l22 = {}
        insert(l22, 'msg', "the model has no name; the inventory of the policy can't be asked for its tier")
        insert(l22, 'pointer', '/name')
        l2[identity(l22)] = l22
    m[8] = l2
    return l2


def card_04__inventory_says(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = lib__tiers(i, d, m)
        if l6 is U:
            break
        if member(l3, l6) is False:
            break
        raise UnsureError
    for _ in ONCE:
        if l4 is not U:
            break
        l4 = 'something that is no tier' if l4 is U else once(l4, 'something that is no tier')
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def card_04__named(i, d, m):
    known = m[9]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = i.get('name', U)
        if l4 is U:
            break
        if not (type(l4) is str):
            break
        l3 = True if l3 is U else once(l3, True)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    m[9] = l2
    return l2


def card_04__risk(i, d, m):
    known = m[10]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = i.get('card', U)
        if l4 is U:
            break
        l5 = l4.get('governance', U) if type(l4) is dict else dot(l4, 'governance')
        if l5 is U:
            break
        l6 = l5.get('risk', U) if type(l5) is dict else dot(l5, 'risk')
        if l6 is U:
            break
        if not (type(l6) is dict):
            break
        l9 = i.get('card', U)
        if l9 is U:
            break
        l10 = l9.get('governance', U) if type(l9) is dict else dot(l9, 'governance')
        if l10 is U:
            break
        l11 = l10.get('risk', U) if type(l10) is dict else dot(l10, 'risk')
        if l11 is U:
            break
        l3 = l11 if l3 is U else once(l3, l11)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    for _ in ONCE:
        if l2 is not U:
            break
        l13 = {}
        l2 = l13 if l2 is U else once(l2, l13)
    m[10] = l2
    return l2


def card_05__deny(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__limited_or_high(i, d, m)
        if l4 is U or l4 is False:
            break
        l5 = card_05__limited(i, d, m)
        if not (l5 is U or l5 is False):
            break
        l6 = lib__governance(i, d, m)
        if l6 is U:
            break
        l8 = lib__found(i, d, m, l6, 'limitations')
        if l8 is U:
            break
        raise UnsureError
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'high':
            break
        l5 = card_05__misuse_missing(i, d, m)
        if l5 is U:
            break
        return True
    return False


def card_05__limited(i, d, m):
    known = m[11]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = i.get('card', U)
        if l4 is U:
            break
        l5 = l4.get('governance', U) if type(l4) is dict else dot(l4, 'governance')
        if l5 is U:
            break
        l6 = l5.get('limitations', U) if type(l5) is dict else dot(l5, 'limitations')
        if l6 is U:
            break
        l8 = lib__some_real(i, d, m, l6)
        if l8 is U or l8 is False:
            break
        l3 = True if l3 is U else once(l3, True)
    for _ in ONCE:
        if l3 is not U:
            break
        l4 = []
        l4.append('limitations')
        l4.append('known limitations')
        l4.append('limitations and bias')
        l4.append('bias, risks, and limitations')
        l5 = lib__section(i, d, m, l4)
        if l5 is U or l5 is False:
            break
        l3 = True if l3 is U else once(l3, True)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    m[11] = l2
    return l2


def card_05__misuse(i, d, m):
    known = m[12]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = i.get('card', U)
        if l4 is U:
            break
        l5 = l4.get('governance', U) if type(l4) is dict else dot(l4, 'governance')
        if l5 is U:
            break
        l6 = l5.get('misuse', U) if type(l5) is dict else dot(l5, 'misuse')
        if l6 is U:
            break
        l8 = lib__some_real(i, d, m, l6)
        if l8 is U or l8 is False:
            break
        l3 = True if l3 is U else once(l3, True)
    for _ in ONCE:
        if l3 is not U:
            break
        l4 = []
        l4.append('misuse')
        l4.append('foreseeable misuse')
        l4.append('misuse and malicious use')
        l4.append('misuse, malicious use, and out-of-scope use')
        l5 = lib__section(i, d, m, l4)
        if l5 is U or l5 is False:
            break
        l3 = True if l3 is U else once(l3, True)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    m[12] = l2
    return l2


def card_05__misuse_missing(i, d, m):
    known = m[13]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = card_05__misuse(i, d, m)
        if not (l4 is U or l4 is False):
            break
        l5 = lib__governance(i, d, m)
        if l5 is U:
            break
        l7 = lib__found(i, d, m, l5, 'misuse')
        if l7 is U:
            break
        raise UnsureError
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    m[13] = l2
    return l2


def card_05__warn(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'limited':
            break
        l5 = card_05__misuse_missing(i, d, m)
        if l5 is U:
            break
        return True
    return False


def card_06__complete(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = l3.get('risk', U) if type(l3) is dict else dot(l3, 'risk')
        if l6 is U:
            break
        l8 = lib__real(i, d, m, l6)
        if l8 is U or l8 is False:
            break
        l9 = l3.get('mitigation', U) if type(l3) is dict else dot(l3, 'mitigation')
        if l9 is U:
            break
        l11 = lib__real(i, d, m, l9)
        if l11 is U or l11 is False:
            break
        l12 = l3.get('residual', U) if type(l3) is dict else dot(l3, 'residual')
        if l12 is U:
            break
        l14 = lib__real(i, d, m, l12)
        if l14 is U or l14 is False:
            break
        l4 = True if l4 is U else once(l4, True)
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def card_06__deny(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'high':
            break
        l5 = card_06__gaps(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            return True
    return False


def card_06__gaps(i, d, m):
    known = m[14]
    if known is not NOT_ASKED:
        return known
    l2 = U
    l2 = Set()
    for _ in ONCE:
        l3 = U
        l4 = card_06__risks(i, d, m)
        if l4 is U:
            break
        l6 = count(l4)
        l8 = 0
        if not equal(l6, l8):
            break
        l9 = lib__governance(i, d, m)
        if l9 is U:
            break
        l11 = lib__found(i, d, m, l9, 'risks')
        if l11 is U:
            break
        raise UnsureError
    for _ in ONCE:
        l3 = U
        l4 = card_06__risks(i, d, m)
        if l4 is U:
            break
        for l5, l6 in members(l4):
            l9 = card_06__complete(i, d, m, l6)
            if not (l9 is U or l9 is False):
                continue
            l10 = {}
            insert(l10, 'mitigation', 'what is done about it')
            insert(l10, 'residual', 'what remains')
            insert(l10, 'risk', 'what can go wrong')
            for l12, l13 in members(l10):
                l16 = card_06__stated(i, d, m, l6, l12)
                if not (l16 is U or l16 is False):
                    continue
                l17 = lib__found(i, d, m, l6, l12)
                if l17 is U:
                    continue
                raise UnsureError
    m[14] = l2
    return l2


def card_06__risks(i, d, m):
    known = m[15]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = i.get('card', U)
        if l4 is U:
            break
        l5 = l4.get('governance', U) if type(l4) is dict else dot(l4, 'governance')
        if l5 is U:
            break
        l6 = l5.get('risks', U) if type(l5) is dict else dot(l5, 'risks')
        if l6 is U:
            break
        if not (type(l6) is list):
            break
        l9 = i.get('card', U)
        if l9 is U:
            break
        l10 = l9.get('governance', U) if type(l9) is dict else dot(l9, 'governance')
        if l10 is U:
            break
        l11 = l10.get('risks', U) if type(l10) is dict else dot(l10, 'risks')
        if l11 is U:
            break
        l3 = l11 if l3 is U else once(l3, l11)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    for _ in ONCE:
        if l2 is not U:
            break
        l13 = []
        l2 = l13 if l2 is U else once(l2, l13)
    m[15] = l2
    return l2


def card_06__stated(i, d, m, l3, l4):
    l2 = l5 = U
    for _ in ONCE:
        l5 = U
        l8 = dot(l3, l4)
        if l8 is U:
            break
        l10 = lib__real(i, d, m, l8)
        if l10 is U or l10 is False:
            break
        l5 = True if l5 is U else once(l5, True)
    for _ in ONCE:
        if l5 is U:
            break
        l2 = l5 if l2 is U else once(l2, l5)
    return l2


def card_06__warn(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'limited':
            break
        l5 = card_06__gaps(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            return True
    return False


def card_07__complete(i, d, m):
    known = m[16]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = i.get('card', U)
        if l4 is U:
            break
        l5 = l4.get('governance', U) if type(l4) is dict else dot(l4, 'governance')
        if l5 is U:
            break
        l6 = l5.get('oversight', U) if type(l5) is dict else dot(l5, 'oversight')
        if l6 is U:
            break
        l7 = l6.get('who', U) if type(l6) is dict else dot(l6, 'who')
        if l7 is U:
            break
        l9 = lib__real(i, d, m, l7)
        if l9 is U or l9 is False:
            break
        l10 = i.get('card', U)
        if l10 is U:
            break
        l11 = l10.get('governance', U) if type(l10) is dict else dot(l10, 'governance')
        if l11 is U:
            break
        l12 = l11.get('oversight', U) if type(l11) is dict else dot(l11, 'oversight')
        if l12 is U:
            break
        l13 = l12.get('how_to_stop', U) if type(l12) is dict else dot(l12, 'how_to_stop')
        if l13 is U:
            break
        l15 = lib__real(i, d, m, l13)
        if l15 is U or l15 is False:
            break
        l3 = True if l3 is U else once(l3, True)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    m[16] = l2
    return l2


def card_07__deny(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'high':
            break
        l5 = card_07__gaps(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            return True
    return False


def card_07__gaps(i, d, m):
    known = m[17]
    if known is not NOT_ASKED:
        return known
    l2 = U
    l2 = Set()
    for _ in ONCE:
        l3 = U
        l4 = card_07__given(i, d, m)
        if not (l4 is U or l4 is False):
            break
        l5 = lib__governance(i, d, m)
        if l5 is U:
            break
        l7 = lib__found(i, d, m, l5, 'oversight')
        if l7 is U:
            break
        raise UnsureError
    for _ in ONCE:
        l3 = U
        l4 = card_07__given(i, d, m)
        if l4 is U or l4 is False:
            break
        l5 = card_07__complete(i, d, m)
        if not (l5 is U or l5 is False):
            break
        l6 = {}
        insert(l6, 'how_to_stop', 'how that person stops it')
        insert(l6, 'who', 'the person or duty who oversees the model')
        for l8, l9 in members(l6):
            l12 = lib__governance(i, d, m)
            if l12 is U:
                continue
            l13 = l12.get('oversight', U) if type(l12) is dict else dot(l12, 'oversight')
            if l13 is U:
                continue
            l15 = card_07__stated(i, d, m, l13, l8)
            if not (l15 is U or l15 is False):
                continue
            l16 = lib__found(i, d, m, l13, l8)
            if l16 is U:
                continue
            raise UnsureError
    m[17] = l2
    return l2


def card_07__given(i, d, m):
    known = m[18]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = i.get('card', U)
        if l4 is U:
            break
        l5 = l4.get('governance', U) if type(l4) is dict else dot(l4, 'governance')
        if l5 is U:
            break
        l6 = l5.get('oversight', U) if type(l5) is dict else dot(l5, 'oversight')
        if l6 is U:
            break
        if not (type(l6) is dict):
            break
        l3 = True if l3 is U else once(l3, True)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    m[18] = l2
    return l2


def card_07__stated(i, d, m, l3, l4):
    l2 = l5 = U
    for _ in ONCE:
        l5 = U
        l8 = dot(l3, l4)
        if l8 is U:
            break
        l10 = lib__real(i, d, m, l8)
        if l10 is U or l10 is False:
            break
        l5 = True if l5 is U else once(l5, True)
    for _ in ONCE:
        if l5 is U:
            break
        l2 = l5 if l2 is U else once(l2, l5)
    return l2


def card_07__warn(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'limited':
            break
        l5 = card_07__gaps(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            return True
    return False


def card_08__allow_list(i, d, m):
    known = m[19]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        for _ in ONCE:
            for _ in ONCE:
                l6 = d.get('govml', U)
                if l6 is U:
                    break
                l7 = l6.get('parameters', U) if type(l6) is dict else dot(l6, 'parameters')
                if l7 is U:
                    break
                l8 = l7.get('allowed_licences', U) if type(l7) is dict else dot(l7, 'allowed_licences')
                if l8 is U:
                    break
            else:
                break
        else:
            break
        if not (type(l8) is list):
            break
        for _ in ONCE:
            for _ in ONCE:
                l13 = d.get('govml', U)
                if l13 is U:
                    break
                l14 = l13.get('parameters', U) if type(l13) is dict else dot(l13, 'parameters')
                if l14 is U:
                    break
                l15 = l14.get('allowed_licences', U) if type(l14) is dict else dot(l14, 'allowed_licences')
                if l15 is U:
                    break
            else:
                break
        else:
            break
        l3 = l15 if l3 is U else once(l3, l15)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    for _ in ONCE:
        if l2 is not U:
            break
        l17 = []
        l2 = l17 if l2 is U else once(l2, l17)
    m[19] = l2
    return l2


def card_08__allowed(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        if not (type(l3) is str):
            break
        l7 = lower(l3)
        l9 = card_08__allow_list(i, d, m)
        if l9 is U:
            break
        if member(l7, l9) is False:
            break
        l4 = True if l4 is U else once(l4, True)
    for _ in ONCE:
        if l4 is not U:
            break
        l6 = card_08__allow_list(i, d, m)
        if l6 is U:
            break
        if member('*', l6) is False:
            break
        l9 = lib__real(i, d, m, l3)
        if l9 is U or l9 is False:
            break
        l4 = True if l4 is U else once(l4, True)
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def card_08__base_licensed(i, d, m):
    known = m[20]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = lib__governance(i, d, m)
        if l4 is U:
            break
        l5 = l4.get('base_model_license', U) if type(l4) is dict else dot(l4, 'base_model_license')
        if l5 is U:
            break
        l7 = {}
        insert(l7, 'license', l5)
        l8 = card_08__licensed(i, d, m, l7)
        if l8 is U or l8 is False:
            break
        l3 = True if l3 is U else once(l3, True)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    m[20] = l2
    return l2


def card_08__base_models(i, d, m):
    known = m[21]
    if known is not NOT_ASKED:
        return known
    l2 = U
    l2 = Set()
    for _ in ONCE:
        l3 = U
        l4 = lib__card(i, d, m)
        if l4 is U:
            break
        l5 = l4.get('base_model', U) if type(l4) is dict else dot(l4, 'base_model')
        if l5 is U:
            break
        l7 = lib__real(i, d, m, l5)
        if l7 is U or l7 is False:
            break
        l2[identity(l5)] = l5
    for _ in ONCE:
        l3 = U
        l4 = lib__card(i, d, m)
        if l4 is U:
            break
        l5 = l4.get('base_model', U) if type(l4) is dict else dot(l4, 'base_model')
        if l5 is U:
            break
        if not (type(l5) is list):
            break
        l8 = lib__card(i, d, m)
        if l8 is U:
            break
        l9 = l8.get('base_model', U) if type(l8) is dict else dot(l8, 'base_model')
        if l9 is U:
            break
        for l10, l11 in members(l9):
            l14 = lib__real(i, d, m, l11)
            if l14 is U or l14 is False:
                continue
            l2[identity(l11)] = l11
    m[21] = l2
    return l2


def card_08__data_gaps(i, d, m):
    known = m[22]
    if known is not NOT_ASKED:
        return known
    l2 = U
    l2 = Set()
    for _ in ONCE:
        l3 = U
        l4 = lib__training_data(i, d, m)
        if l4 is U:
            break
        for l5, l6 in members(l4):
            l9 = l6.get('card', U) if type(l6) is dict else dot(l6, 'card')
            if l9 is U:
                continue
            if not (type(l9) is dict):
                continue
            l12 = l6.get('card', U) if type(l6) is dict else dot(l6, 'card')
            if l12 is U:
                continue
            l14 = card_08__licensed(i, d, m, l12)
            if not (l14 is U or l14 is False):
                continue
            l15 = card_08__name_of(i, d, m, l6)
            if l15 is U:
                continue
            l17 = card_08__licence_state(i, d, m, l12)
            if l17 is U:
                continue
            raise UnsureError
    for _ in ONCE:
        l3 = U
        l4 = lib__evaluation_data(i, d, m)
        if l4 is U:
            break
        for l5, l6 in members(l4):
            l9 = l6.get('card', U) if type(l6) is dict else dot(l6, 'card')
            if l9 is U:
                continue
            if not (type(l9) is dict):
                continue
            l12 = l6.get('card', U) if type(l6) is dict else dot(l6, 'card')
            if l12 is U:
                continue
            l14 = card_08__licensed(i, d, m, l12)
            if not (l14 is U or l14 is False):
                continue
            l15 = card_08__name_of(i, d, m, l6)
            if l15 is U:
                continue
            l17 = card_08__licence_state(i, d, m, l12)
            if l17 is U:
                continue
            raise UnsureError
    m[22] = l2
    return l2


def card_08__deny(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__known_tier(i, d, m)
        if l4 is U or l4 is False:
            break
        l5 = lib__card(i, d, m)
        if l5 is U:
            break
        l7 = card_08__licensed(i, d, m, l5)
        if not (l7 is U or l7 is False):
            break
        l8 = card_08__licence_state(i, d, m, l5)
        if l8 is U:
            break
        raise UnsureError
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'high':
            break
        l5 = card_08__data_gaps(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            return True
    return False


def card_08__licence_name(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = l3.get('license', U) if type(l3) is dict else dot(l3, 'license')
        if l6 is U:
            break
        if l6 != 'other':
            break
        l7 = l3.get('license_name', U) if type(l3) is dict else dot(l3, 'license_name')
        if l7 is U:
            break
        if not (type(l7) is str):
            break
        l10 = l3.get('license_name', U) if type(l3) is dict else dot(l3, 'license_name')
        if l10 is U:
            break
        l4 = l10 if l4 is U else once(l4, l10)
    for _ in ONCE:
        if l4 is not U:
            break
        l6 = l3.get('license', U) if type(l3) is dict else dot(l3, 'license')
        if l6 is U:
            break
        l4 = l6 if l4 is U else once(l4, l6)
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def card_08__licence_state(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = l3.get('license', U) if type(l3) is dict else dot(l3, 'license')
        if l6 is U:
            break
        if l6 != 'other':
            break
        l7 = lib__found(i, d, m, l3, 'license_name')
        if l7 is U:
            break
        raise UnsureError
    for _ in ONCE:
        if l4 is not U:
            break
        l6 = lib__found(i, d, m, l3, 'license')
        if l6 is U:
            break
        l4 = l6 if l4 is U else once(l4, l6)
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def card_08__licensed(i, d, m, l3):
    l2 = l4 = l17 = l18 = U
    for _ in ONCE:
        l4 = U
        l6 = l3.get('license', U) if type(l3) is dict else dot(l3, 'license')
        if l6 is U:
            break
        if not (type(l6) is str):
            break
        l9 = l3.get('license', U) if type(l3) is dict else dot(l3, 'license')
        if l9 is U:
            break
        l11 = card_08__allow_list(i, d, m)
        if l11 is U:
            break
        if member(l9, l11) is False:
            break
        l4 = True if l4 is U else once(l4, True)
    for _ in ONCE:
        if l4 is not U:
            break
        l6 = card_08__licence_name(i, d, m, l3)
        if l6 is U:
            break
        l8 = card_08__allowed(i, d, m, l6)
        if l8 is U or l8 is False:
            break
        l4 = True if l4 is U else once(l4, True)
    for _ in ONCE:
        if l4 is not U:
            break
        l6 = l3.get('license', U) if type(l3) is dict else dot(l3, 'license')
        if l6 is U:
            break
        if not (type(l6) is list):
            break
        l9 = l3.get('license', U) if type(l3) is dict else dot(l3, 'license')
        if l9 is U:
            break
        l11 = count(l9)
        l13 = 0
        if gt(l11, l13) is False:
            break
        l15 = l3.get('license', U) if type(l3) is dict else dot(l3, 'license')
        if l15 is U:
            break
        l17 = U
        for _ in ONCE:
            if not (type(l15) is not list):
                break
            if not (type(l15) is not dict):
                break
            if not (type(l15) is not Set):
                break
        else:
            break
        for l19, l20 in members(l15):
            l18 = U
            for _ in ONCE:
                l23 = card_08__allowed(i, d, m, l20)
                if l23 is U or l23 is False:
                    break
                l18 = True
            if l18 is not U:
                continue
            l17 = True
        if l17 is not U:
            break
        l4 = True if l4 is U else once(l4, True)
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def card_08__name_of(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = l3.get('name', U) if type(l3) is dict else dot(l3, 'name')
        if l6 is U:
            break
        if not (type(l6) is str):
            break
        l9 = l3.get('name', U) if type(l3) is dict else dot(l3, 'name')
        if l9 is U:
            break
        l11 = lib__shortened(i, d, m, l9)
        if l11 is U:
            break
        l4 = l11 if l4 is U else once(l4, l11)
    for _ in ONCE:
        if l4 is not U:
            break
        l4 = 'without a name' if l4 is U else once(l4, 'without a name')
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def card_08__warn(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__known_tier(i, d, m)
        if l4 is U or l4 is False:
            break
        l5 = lib__tier(i, d, m)
        if l5 is U:
            break
        if neq(l5, 'high') is False:
            break
        l8 = card_08__data_gaps(i, d, m)
        if l8 is U:
            break
        for l9, l10 in members(l8):
            return True
    for _ in ONCE:
        l3 = U
        l4 = lib__known_tier(i, d, m)
        if l4 is U or l4 is False:
            break
        l5 = card_08__base_models(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            l10 = card_08__base_licensed(i, d, m)
            if not (l10 is U or l10 is False):
                continue
            l11 = lib__shortened(i, d, m, l7)
            if l11 is U:
                continue
            l13 = lib__governance(i, d, m)
            if l13 is U:
                continue
            l15 = lib__found(i, d, m, l13, 'base_model_license')
            if l15 is U:
                continue
            raise UnsureError
    return False


def card_09__deny(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'high':
            break
        l5 = card_09__energy_missing(i, d, m)
        if l5 is U:
            break
        return True
    return False


def card_09__energy_missing(i, d, m):
    known = m[23]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = card_09__given(i, d, m)
        if not (l4 is U or l4 is False):
            break
        l5 = lib__governance(i, d, m)
        if l5 is U:
            break
        l7 = lib__found(i, d, m, l5, 'energy')
        if l7 is U:
            break
        raise UnsureError
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    m[23] = l2
    return l2


def card_09__given(i, d, m):
    known = m[24]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = i.get('card', U)
        if l4 is U:
            break
        l5 = l4.get('governance', U) if type(l4) is dict else dot(l4, 'governance')
        if l5 is U:
            break
        l6 = l5.get('energy', U) if type(l5) is dict else dot(l5, 'energy')
        if l6 is U:
            break
        l7 = l6.get('kwh', U) if type(l6) is dict else dot(l6, 'kwh')
        if l7 is U:
            break
        if not (type(l7) in NUMBERS):
            break
        l3 = True if l3 is U else once(l3, True)
    for _ in ONCE:
        if l3 is not U:
            break
        l4 = i.get('card', U)
        if l4 is U:
            break
        l5 = l4.get('governance', U) if type(l4) is dict else dot(l4, 'governance')
        if l5 is U:
            break
        l6 = l5.get('energy', U) if type(l5) is dict else dot(l5, 'energy')
        if l6 is U:
            break
        l7 = l6.get('co2_kg', U) if type(l6) is dict else dot(l6, 'co2_kg')
        if l7 is U:
            break
        if not (type(l7) in NUMBERS):
            break
        l3 = True if l3 is U else once(l3, True)
    for _ in ONCE:
        if l3 is not U:
            break
        l4 = i.get('card', U)
        if l4 is U:
            break
        l5 = l4.get('governance', U) if type(l4) is dict else dot(l4, 'governance')
        if l5 is U:
            break
        l6 = l5.get('energy', U) if type(l5) is dict else dot(l5, 'energy')
        if l6 is U:
            break
        l7 = l6.get('not_applicable', U) if type(l6) is dict else dot(l6, 'not_applicable')
        if l7 is U:
            break
        l9 = lib__real(i, d, m, l7)
        if l9 is U or l9 is False:
            break
        l3 = True if l3 is U else once(l3, True)
    for _ in ONCE:
        if l3 is not U:
            break
        l4 = i.get('card', U)
        if l4 is U:
            break
        l5 = l4.get('co2_eq_emissions', U) if type(l4) is dict else dot(l4, 'co2_eq_emissions')
        if l5 is U:
            break
        if not (type(l5) in NUMBERS):
            break
        l3 = True if l3 is U else once(l3, True)
    for _ in ONCE:
        if l3 is not U:
            break
        l4 = i.get('card', U)
        if l4 is U:
            break
        l5 = l4.get('co2_eq_emissions', U) if type(l4) is dict else dot(l4, 'co2_eq_emissions')
        if l5 is U:
            break
        l6 = l5.get('emissions', U) if type(l5) is dict else dot(l5, 'emissions')
        if l6 is U:
            break
        if not (type(l6) in NUMBERS):
            break
        l3 = True if l3 is U else once(l3, True)
    for _ in ONCE:
        if l3 is not U:
            break
        l4 = []
        l4.append('environmental impact')
        l4.append('energy')
        l4.append('energy consumption')
        l4.append('carbon footprint')
        l5 = lib__section(i, d, m, l4)
        if l5 is U or l5 is False:
            break
        l3 = True if l3 is U else once(l3, True)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    m[24] = l2
    return l2


def card_09__warn(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'limited':
            break
        l5 = card_09__energy_missing(i, d, m)
        if l5 is U:
            break
        return True
    return False


def data_01__complete(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = l3.get('governance', U) if type(l3) is dict else dot(l3, 'governance')
        if l6 is U:
            break
        l7 = l6.get('origin', U) if type(l6) is dict else dot(l6, 'origin')
        if l7 is U:
            break
        l9 = lib__real(i, d, m, l7)
        if l9 is U or l9 is False:
            break
        l10 = l3.get('governance', U) if type(l3) is dict else dot(l3, 'governance')
        if l10 is U:
            break
        l11 = l10.get('collection', U) if type(l10) is dict else dot(l10, 'collection')
        if l11 is U:
            break
        l13 = lib__real(i, d, m, l11)
        if l13 is U or l13 is False:
            break
        l14 = l3.get('governance', U) if type(l3) is dict else dot(l3, 'governance')
        if l14 is U:
            break
        l15 = l14.get('purpose', U) if type(l14) is dict else dot(l14, 'purpose')
        if l15 is U:
            break
        l17 = lib__real(i, d, m, l15)
        if l17 is U or l17 is False:
            break
        l4 = True if l4 is U else once(l4, True)
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def data_01__deny(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__limited_or_high(i, d, m)
        if l4 is U or l4 is False:
            break
        l5 = lib__evaluation_data(i, d, m)
        if l5 is U:
            break
        l7 = lib__training_data(i, d, m)
        if l7 is U:
            break
        l9 = {}
        insert(l9, 'evaluation', l5)
        insert(l9, 'training', l7)
        for l11, l12 in members(l9):
            for l15, l16 in members(l12):
                l19 = data_01__described(i, d, m, l16)
                if not (l19 is U or l19 is False):
                    continue
                l20 = data_01__name_of(i, d, m, l16)
                if l20 is U:
                    continue
                raise UnsureError
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'high':
            break
        l5 = data_01__gaps(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            return True
    return False


def data_01__described(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = l3.get('card', U) if type(l3) is dict else dot(l3, 'card')
        if l6 is U:
            break
        if not (type(l6) is dict):
            break
        l4 = True if l4 is U else once(l4, True)
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def data_01__gaps(i, d, m):
    known = m[25]
    if known is not NOT_ASKED:
        return known
    l2 = U
    l2 = Set()
    for _ in ONCE:
        l3 = U
        l4 = lib__evaluation_data(i, d, m)
        if l4 is U:
            break
        l6 = lib__training_data(i, d, m)
        if l6 is U:
            break
        l8 = {}
        insert(l8, 'evaluation', l4)
        insert(l8, 'training', l6)
        for l10, l11 in members(l8):
            for l14, l15 in members(l11):
                l18 = l15.get('card', U) if type(l15) is dict else dot(l15, 'card')
                if l18 is U:
                    continue
                if not (type(l18) is dict):
                    continue
                l21 = data_01__complete(i, d, m, l18)
                if not (l21 is U or l21 is False):
                    continue
                l22 = data_01__governance_of(i, d, m, l15)
                if l22 is U:
                    continue
                l25 = {}
                insert(l25, 'collection', 'how and when it was collected')
                insert(l25, 'origin', 'where the data comes from')
                insert(l25, 'purpose', 'what it was collected for')
                for l27, l28 in members(l25):
                    l31 = data_01__stated(i, d, m, l22, l27)
                    if not (l31 is U or l31 is False):
                        continue
                    l32 = data_01__name_of(i, d, m, l15)
                    if l32 is U:
                        continue
                    l34 = lib__found(i, d, m, l22, l27)
                    if l34 is U:
                        continue
                    raise UnsureError
    m[25] = l2
    return l2


def data_01__governance_of(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = l3.get('card', U) if type(l3) is dict else dot(l3, 'card')
        if l6 is U:
            break
        l7 = l6.get('governance', U) if type(l6) is dict else dot(l6, 'governance')
        if l7 is U:
            break
        if not (type(l7) is dict):
            break
        l10 = l3.get('card', U) if type(l3) is dict else dot(l3, 'card')
        if l10 is U:
            break
        l11 = l10.get('governance', U) if type(l10) is dict else dot(l10, 'governance')
        if l11 is U:
            break
        l4 = l11 if l4 is U else once(l4, l11)
    for _ in ONCE:
        if l4 is not U:
            break
        l6 = {}
        l4 = l6 if l4 is U else once(l4, l6)
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def data_01__name_of(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = l3.get('name', U) if type(l3) is dict else dot(l3, 'name')
        if l6 is U:
            break
        if not (type(l6) is str):
            break
        l9 = l3.get('name', U) if type(l3) is dict else dot(l3, 'name')
        if l9 is U:
            break
        l11 = lib__shortened(i, d, m, l9)
        if l11 is U:
            break
        l4 = l11 if l4 is U else once(l4, l11)
    for _ in ONCE:
        if l4 is not U:
            break
        l4 = 'without a name' if l4 is U else once(l4, 'without a name')
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def data_01__stated(i, d, m, l3, l4):
    l2 = l5 = U
    for _ in ONCE:
        l5 = U
        l8 = dot(l3, l4)
        if l8 is U:
            break
        l10 = lib__real(i, d, m, l8)
        if l10 is U or l10 is False:
            break
        l5 = True if l5 is U else once(l5, True)
    for _ in ONCE:
        if l5 is U:
            break
        l2 = l5 if l2 is U else once(l2, l5)
    return l2


def data_01__warn(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'limited':
            break
        l5 = data_01__gaps(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            return True
    return False


def data_02__deny(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__has_card(i, d, m)
        if l4 is U or l4 is False:
            break
        l5 = lib__data_tier(i, d, m)
        if l5 is U:
            break
        if l5 != 'high':
            break
        l6 = data_02__steps_missing(i, d, m)
        if l6 is U:
            break
        return True
    return False


def data_02__recorded(i, d, m):
    known = m[26]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = i.get('card', U)
        if l4 is U:
            break
        l5 = l4.get('governance', U) if type(l4) is dict else dot(l4, 'governance')
        if l5 is U:
            break
        l6 = l5.get('preparation', U) if type(l5) is dict else dot(l5, 'preparation')
        if l6 is U:
            break
        l8 = lib__some_real(i, d, m, l6)
        if l8 is U or l8 is False:
            break
        l3 = True if l3 is U else once(l3, True)
    for _ in ONCE:
        if l3 is not U:
            break
        l4 = []
        l4.append('data collection and processing')
        l4.append('preparation')
        l4.append('data preparation')
        l4.append('preprocessing')
        l4.append('annotation process')
        l5 = lib__section(i, d, m, l4)
        if l5 is U or l5 is False:
            break
        l3 = True if l3 is U else once(l3, True)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    m[26] = l2
    return l2


def data_02__steps_missing(i, d, m):
    known = m[27]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = data_02__recorded(i, d, m)
        if not (l4 is U or l4 is False):
            break
        l5 = lib__governance(i, d, m)
        if l5 is U:
            break
        l7 = lib__found(i, d, m, l5, 'preparation')
        if l7 is U:
            break
        raise UnsureError
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    m[27] = l2
    return l2


def data_02__warn(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__has_card(i, d, m)
        if l4 is U or l4 is False:
            break
        l5 = lib__data_tier(i, d, m)
        if l5 is U:
            break
        if l5 != 'limited':
            break
        l6 = data_02__steps_missing(i, d, m)
        if l6 is U:
            break
        return True
    return False


def data_03__deny(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__data_tier(i, d, m)
        if l4 is U:
            break
        if neq(l4, 'minimal') is False:
            break
        l7 = data_03__gaps(i, d, m)
        if l7 is U:
            break
        for l8, l9 in members(l7):
            return True
    return False


def data_03__gaps(i, d, m):
    known = m[28]
    if known is not NOT_ASKED:
        return known
    l2 = U
    l2 = Set()
    for _ in ONCE:
        l3 = U
        l4 = lib__has_card(i, d, m)
        if l4 is U or l4 is False:
            break
        l5 = lib__pointers(i, d, m)
        if l5 is U:
            break
        l7 = count(l5)
        l9 = 0
        if not equal(l7, l9):
            break
        l11 = {}
        insert(l11, 'msg', 'the card points to no data; expected paths or .dvc files in governance.data')
        insert(l11, 'pointer', '/card/governance/data')
        l2[identity(l11)] = l11
    for _ in ONCE:
        l3 = U
        l4 = lib__pointers(i, d, m)
        if l4 is U:
            break
        for l5, l6 in members(l4):
            l9 = data_03__pinned(i, d, m, l6)
            if not (l9 is U or l9 is False):
                continue
            l10 = data_03__path_of(i, d, m, l6)
            if l10 is U:
                continue
            raise UnsureError
    m[28] = l2
    return l2


def data_03__path_of(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = l3.get('path', U) if type(l3) is dict else dot(l3, 'path')
        if l6 is U:
            break
        if not (type(l6) is str):
            break
        l9 = l3.get('path', U) if type(l3) is dict else dot(l3, 'path')
        if l9 is U:
            break
        l11 = lib__shortened(i, d, m, l9)
        if l11 is U:
            break
        l4 = l11 if l4 is U else once(l4, l11)
    for _ in ONCE:
        if l4 is not U:
            break
        l4 = 'a pointer without a path' if l4 is U else once(l4, 'a pointer without a path')
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def data_03__pinned(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = lib__digests(i, d, m, l3)
        if l6 is U:
            break
        l8 = count(l6)
        l10 = 0
        if gt(l8, l10) is False:
            break
        l4 = True if l4 is U else once(l4, True)
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def data_03__warn(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__data_tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'minimal':
            break
        l5 = data_03__gaps(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            return True
    for _ in ONCE:
        l3 = U
        l4 = lib__data_tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'high':
            break
        l5 = lib__pointers(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            l10 = lib__digests(i, d, m, l7)
            if l10 is U:
                continue
            l13 = l10.get('md5', U) if type(l10) is dict else dot(l10, 'md5')
            if l13 is U:
                continue
            if l13 is False:
                continue
            l14 = count(l10)
            l16 = 1
            if not equal(l14, l16):
                continue
            l17 = data_03__path_of(i, d, m, l7)
            if l17 is U:
                continue
            raise UnsureError
    return False


def data_04__bias_headings(i, d, m):
    known = FACTS[0]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    l3 = U
    l4 = []
    l4.append('bias')
    l4.append('bias, risks, and limitations')
    l4.append('discussion of biases')
    l3 = l4 if l3 is U else once(l3, l4)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    FACTS[0] = l2
    return l2


def data_04__deny(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__has_card(i, d, m)
        if l4 is U or l4 is False:
            break
        l5 = lib__data_tier(i, d, m)
        if l5 is U:
            break
        if l5 != 'high':
            break
        l6 = data_04__gaps(i, d, m)
        if l6 is U:
            break
        for l7, l8 in members(l6):
            return True
    return False


def data_04__examined(i, d, m):
    known = m[29]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = i.get('card', U)
        if l4 is U:
            break
        l5 = l4.get('governance', U) if type(l4) is dict else dot(l4, 'governance')
        if l5 is U:
            break
        l6 = l5.get('bias', U) if type(l5) is dict else dot(l5, 'bias')
        if l6 is U:
            break
        l7 = l6.get('examined', U) if type(l6) is dict else dot(l6, 'examined')
        if l7 is U:
            break
        l9 = lib__real(i, d, m, l7)
        if l9 is U or l9 is False:
            break
        l3 = True if l3 is U else once(l3, True)
    for _ in ONCE:
        if l3 is not U:
            break
        l4 = i.get('card', U)
        if l4 is U:
            break
        l5 = l4.get('governance', U) if type(l4) is dict else dot(l4, 'governance')
        if l5 is U:
            break
        l6 = l5.get('bias', U) if type(l5) is dict else dot(l5, 'bias')
        if l6 is U:
            break
        l7 = l6.get('examined', U) if type(l6) is dict else dot(l6, 'examined')
        if l7 is U:
            break
        l9 = lib__some_real(i, d, m, l7)
        if l9 is U or l9 is False:
            break
        l3 = True if l3 is U else once(l3, True)
    for _ in ONCE:
        if l3 is not U:
            break
        l4 = i.get('card', U)
        if l4 is U:
            break
        l5 = l4.get('governance', U) if type(l4) is dict else dot(l4, 'governance')
        if l5 is U:
            break
        l6 = l5.get('bias', U) if type(l5) is dict else dot(l5, 'bias')
        if l6 is U:
            break
        l7 = l6.get('findings', U) if type(l6) is dict else dot(l6, 'findings')
        if l7 is U:
            break
        l9 = lib__some_real(i, d, m, l7)
        if l9 is U or l9 is False:
            break
        l3 = True if l3 is U else once(l3, True)
    for _ in ONCE:
        if l3 is not U:
            break
        l4 = data_04__bias_headings(i, d, m)
        if l4 is U:
            break
        l6 = lib__section(i, d, m, l4)
        if l6 is U or l6 is False:
            break
        l3 = True if l3 is U else once(l3, True)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    m[29] = l2
    return l2


def data_04__gaps(i, d, m):
    known = m[30]
    if known is not NOT_ASKED:
        return known
    l2 = U
    l2 = Set()
    for _ in ONCE:
        l3 = U
        l4 = data_04__examined(i, d, m)
        if not (l4 is U or l4 is False):
            break
        l5 = lib__governance(i, d, m)
        if l5 is U:
            break
        l7 = lib__found(i, d, m, l5, 'bias')
        if l7 is U:
            break
        raise UnsureError
    for _ in ONCE:
        l3 = U
        l4 = data_04__gaps_listed(i, d, m)
        if not (l4 is U or l4 is False):
            break
        l5 = lib__governance(i, d, m)
        if l5 is U:
            break
        l7 = lib__found(i, d, m, l5, 'gaps')
        if l7 is U:
            break
        raise UnsureError
    m[30] = l2
    return l2


def data_04__gaps_listed(i, d, m):
    known = m[31]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = i.get('card', U)
        if l4 is U:
            break
        l5 = l4.get('governance', U) if type(l4) is dict else dot(l4, 'governance')
        if l5 is U:
            break
        l6 = l5.get('gaps', U) if type(l5) is dict else dot(l5, 'gaps')
        if l6 is U:
            break
        l8 = lib__some_real(i, d, m, l6)
        if l8 is U or l8 is False:
            break
        l3 = True if l3 is U else once(l3, True)
    for _ in ONCE:
        if l3 is not U:
            break
        l4 = data_04__bias_headings(i, d, m)
        if l4 is U:
            break
        l6 = lib__section(i, d, m, l4)
        if l6 is U or l6 is False:
            break
        l3 = True if l3 is U else once(l3, True)
    for _ in ONCE:
        if l3 is not U:
            break
        l4 = []
        l4.append('gaps')
        l4.append('known gaps')
        l4.append('limitations')
        l4.append('known limitations')
        l4.append('other known limitations')
        l5 = lib__section(i, d, m, l4)
        if l5 is U or l5 is False:
            break
        l3 = True if l3 is U else once(l3, True)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    m[31] = l2
    return l2


def data_04__warn(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__has_card(i, d, m)
        if l4 is U or l4 is False:
            break
        l5 = lib__data_tier(i, d, m)
        if l5 is U:
            break
        if l5 != 'limited':
            break
        l6 = data_04__gaps(i, d, m)
        if l6 is U:
            break
        for l7, l8 in members(l6):
            return True
    return False


def data_05__declared(i, d, m):
    known = m[32]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = i.get('card', U)
        if l4 is U:
            break
        l5 = l4.get('governance', U) if type(l4) is dict else dot(l4, 'governance')
        if l5 is U:
            break
        l6 = l5.get('personal', U) if type(l5) is dict else dot(l5, 'personal')
        if l6 is U:
            break
        l7 = l6.get('contains', U) if type(l6) is dict else dot(l6, 'contains')
        if l7 is U:
            break
        if not (type(l7) is bool):
            break
        l3 = True if l3 is U else once(l3, True)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    m[32] = l2
    return l2


def data_05__deny(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__has_card(i, d, m)
        if l4 is U or l4 is False:
            break
        l5 = data_05__declared(i, d, m)
        if not (l5 is U or l5 is False):
            break
        l6 = data_05__personal(i, d, m)
        if l6 is U:
            break
        l8 = lib__found(i, d, m, l6, 'contains')
        if l8 is U:
            break
        raise UnsureError
    for _ in ONCE:
        l3 = U
        l4 = lib__has_card(i, d, m)
        if not (l4 is U or l4 is False):
            break
        l5 = lib__subject_name(i, d, m)
        if l5 is U:
            break
        raise UnsureError
    for _ in ONCE:
        l3 = U
        l4 = i.get('card', U)
        if l4 is U:
            break
        l5 = l4.get('governance', U) if type(l4) is dict else dot(l4, 'governance')
        if l5 is U:
            break
        l6 = l5.get('personal', U) if type(l5) is dict else dot(l5, 'personal')
        if l6 is U:
            break
        l7 = l6.get('contains', U) if type(l6) is dict else dot(l6, 'contains')
        if l7 is U:
            break
        if l7 is not True:
            break
        l8 = {}
        insert(l8, 'legal_basis', 'the legal basis of the processing')
        insert(l8, 'retention', 'how long the data is kept, for example P7Y')
        for l10, l11 in members(l8):
            l14 = data_05__personal(i, d, m)
            if l14 is U:
                continue
            l16 = data_05__stated(i, d, m, l14, l10)
            if not (l16 is U or l16 is False):
                continue
            l17 = lib__found(i, d, m, l14, l10)
            if l17 is U:
                continue
            raise UnsureError
    return False


def data_05__personal(i, d, m):
    known = m[33]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = i.get('card', U)
        if l4 is U:
            break
        l5 = l4.get('governance', U) if type(l4) is dict else dot(l4, 'governance')
        if l5 is U:
            break
        l6 = l5.get('personal', U) if type(l5) is dict else dot(l5, 'personal')
        if l6 is U:
            break
        if not (type(l6) is dict):
            break
        l9 = i.get('card', U)
        if l9 is U:
            break
        l10 = l9.get('governance', U) if type(l9) is dict else dot(l9, 'governance')
        if l10 is U:
            break
        l11 = l10.get('personal', U) if type(l10) is dict else dot(l10, 'personal')
        if l11 is U:
            break
        l3 = l11 if l3 is U else once(l3, l11)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    for _ in ONCE:
        if l2 is not U:
            break
        l13 = {}
        l2 = l13 if l2 is U else once(l2, l13)
    m[33] = l2
    return l2


def data_05__stated(i, d, m, l3, l4):
    l2 = l5 = U
    for _ in ONCE:
        l5 = U
        l8 = dot(l3, l4)
        if l8 is U:
            break
        l10 = lib__real(i, d, m, l8)
        if l10 is U or l10 is False:
            break
        l5 = True if l5 is U else once(l5, True)
    for _ in ONCE:
        if l5 is U:
            break
        l2 = l5 if l2 is U else once(l2, l5)
    return l2


def depl_01__current(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = l3.get('version', U) if type(l3) is dict else dot(l3, 'version')
        if l6 is U:
            break
        if not (type(l6) is str):
            break
        l9 = l3.get('model', U) if type(l3) is dict else dot(l3, 'model')
        if l9 is U:
            break
        l10 = l9.get('version', U) if type(l9) is dict else dot(l9, 'version')
        if l10 is U:
            break
        if not (type(l10) is str):
            break
        l13 = l3.get('version', U) if type(l3) is dict else dot(l3, 'version')
        if l13 is U:
            break
        l15 = lib__bare(i, d, m, l13)
        if l15 is U:
            break
        l17 = l3.get('model', U) if type(l3) is dict else dot(l3, 'model')
        if l17 is U:
            break
        l18 = l17.get('version', U) if type(l17) is dict else dot(l17, 'version')
        if l18 is U:
            break
        l20 = lib__bare(i, d, m, l18)
        if l20 is U:
            break
        if not equal(l15, l20):
            break
        l22 = l3.get('model', U) if type(l3) is dict else dot(l3, 'model')
        if l22 is U:
            break
        l24 = lib__digests(i, d, m, l22)
        if l24 is U:
            break
        l26 = Set()
        l26[identity(l24)] = l24
        l4 = l26 if l4 is U else once(l4, l26)
    for _ in ONCE:
        if l4 is not U:
            break
        l6 = Set()
        l4 = l6 if l4 is U else once(l4, l6)
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def depl_01__deny(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__models(i, d, m)
        if l4 is U:
            break
        l6 = count(l4)
        l8 = 0
        if not equal(l6, l8):
            break
        l9 = depl_01__none_named(i, d, m)
        if l9 is U:
            break
        l11 = {}
        insert(l11, 'msg', l9)
        insert(l11, 'pointer', '/models')
        return True
    for _ in ONCE:
        l3 = U
        l4 = lib__models(i, d, m)
        if l4 is U:
            break
        for l5, l6 in members(l4):
            l9 = depl_01__named(i, d, m, l6)
            if not (l9 is U or l9 is False):
                continue
            l10 = depl_01__nameless(i, d, m)
            if l10 is U:
                continue
            l12 = []
            l12.append('models')
            l12.append(l5)
            l12.append('name')
            l13 = lib__path(i, d, m, l12)
            if l13 is U:
                continue
            l15 = {}
            insert(l15, 'msg', l10)
            insert(l15, 'pointer', l13)
            return True
    for _ in ONCE:
        l3 = U
        l4 = lib__models(i, d, m)
        if l4 is U:
            break
        for l5, l6 in members(l4):
            l9 = depl_01__named(i, d, m, l6)
            if l9 is U or l9 is False:
                continue
            l10 = depl_01__versioned(i, d, m, l6)
            if not (l10 is U or l10 is False):
                continue
            l11 = l6.get('name', U) if type(l6) is dict else dot(l6, 'name')
            if l11 is U:
                continue
            l13 = lib__shortened(i, d, m, l11)
            if l13 is U:
                continue
            l15 = lib__found(i, d, m, l6, 'version')
            if l15 is U:
                continue
            l17 = depl_01__versionless(i, d, m)
            if l17 is U:
                continue
            raise UnsureError
    for _ in ONCE:
        l3 = U
        l4 = lib__models(i, d, m)
        if l4 is U:
            break
        for l5, l6 in members(l4):
            l9 = lib__digests(i, d, m, l6)
            if l9 is U:
                continue
            l11 = count(l9)
            l13 = 0
            if not equal(l11, l13):
                continue
            l14 = depl_01__name_of(i, d, m, l6)
            if l14 is U:
                continue
            l16 = depl_01__unpinned(i, d, m)
            if l16 is U:
                continue
            raise UnsureError
    for _ in ONCE:
        l3 = U
        l4 = lib__models(i, d, m)
        if l4 is U:
            break
        for l5, l6 in members(l4):
            l9 = depl_01__named(i, d, m, l6)
            if l9 is U or l9 is False:
                continue
            l10 = depl_01__known(i, d, m, l6)
            if not (l10 is U or l10 is False):
                continue
            l11 = l6.get('name', U) if type(l6) is dict else dot(l6, 'name')
            if l11 is U:
                continue
            l13 = lib__shortened(i, d, m, l11)
            if l13 is U:
                continue
            raise UnsureError
    for _ in ONCE:
        l3 = U
        l4 = lib__models(i, d, m)
        if l4 is U:
            break
        for l5, l6 in members(l4):
            l9 = depl_01__known(i, d, m, l6)
            if l9 is U or l9 is False:
                continue
            l10 = depl_01__versioned(i, d, m, l6)
            if l10 is U or l10 is False:
                continue
            l11 = depl_01__same_version(i, d, m, l6)
            if not (l11 is U or l11 is False):
                continue
            l12 = []
            l12.append('models')
            l12.append(l5)
            l12.append('version')
            l13 = lib__path(i, d, m, l12)
            if l13 is U:
                continue
            l15 = depl_01__other_version(i, d, m, l6, l13)
            if l15 is U:
                continue
            return True
    for _ in ONCE:
        l3 = U
        l4 = lib__models(i, d, m)
        if l4 is U:
            break
        for l5, l6 in members(l4):
            l9 = depl_01__known(i, d, m, l6)
            if l9 is U or l9 is False:
                continue
            l10 = depl_01__same_version(i, d, m, l6)
            if l10 is U or l10 is False:
                continue
            l11 = lib__digests(i, d, m, l6)
            if l11 is U:
                continue
            l13 = count(l11)
            l15 = 0
            if gt(l13, l15) is False:
                continue
            l17 = depl_01__same_weights(i, d, m, l6)
            if not (l17 is U or l17 is False):
                continue
            l18 = []
            l18.append('models')
            l18.append(l5)
            l18.append('digests')
            l19 = lib__path(i, d, m, l18)
            if l19 is U:
                continue
            l21 = depl_01__other_weights(i, d, m, l6, l19)
            if l21 is U:
                continue
            return True
    return False


def depl_01__expected(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = depl_01__registered(i, d, m, l3)
        if l6 is U:
            break
        l8 = count(l6)
        l10 = 0
        if gt(l8, l10) is False:
            break
        l12 = depl_01__registered(i, d, m, l3)
        if l12 is U:
            break
        l4 = l12 if l4 is U else once(l4, l12)
    for _ in ONCE:
        if l4 is not U:
            break
        l6 = depl_01__current(i, d, m, l3)
        if l6 is U:
            break
        l4 = l6 if l4 is U else once(l4, l6)
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def depl_01__known(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = l3.get('model', U) if type(l3) is dict else dot(l3, 'model')
        if l6 is U:
            break
        if not (type(l6) is dict):
            break
        l4 = True if l4 is U else once(l4, True)
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def depl_01__name_of(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = depl_01__named(i, d, m, l3)
        if l6 is U or l6 is False:
            break
        l7 = l3.get('name', U) if type(l3) is dict else dot(l3, 'name')
        if l7 is U:
            break
        l9 = lib__shortened(i, d, m, l7)
        if l9 is U:
            break
        l4 = l9 if l4 is U else once(l4, l9)
    for _ in ONCE:
        if l4 is not U:
            break
        l4 = 'the model' if l4 is U else once(l4, 'the model')
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def depl_01__named(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = l3.get('name', U) if type(l3) is dict else dot(l3, 'name')
        if l6 is U:
            break
        if not (type(l6) is str):
            break
        l9 = l3.get('name', U) if type(l3) is dict else dot(l3, 'name')
        if l9 is U:
            break
        if neq(l9, '') is False:
            break
        l4 = True if l4 is U else once(l4, True)
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def depl_01__nameless(i, d, m):
    known = m[34]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = lib__annotated(i, d, m)
        if l4 is U or l4 is False:
            break
        l3 = 'no annotation govml/model names the model that is served; expected NAME@VERSION' if l3 is U else once(l3, 'no annotation govml/model names the model that is served; expected NAME@VERSION')
    for _ in ONCE:
        if l3 is not U:
            break
        l3 = 'a model of the deployment has no name; expected the name of a model with a card' if l3 is U else once(l3, 'a model of the deployment has no name; expected the name of a model with a card')
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    m[34] = l2
    return l2


def depl_01__none_named(i, d, m):
    known = m[35]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = lib__annotated(i, d, m)
        if l4 is U or l4 is False:
            break
        l3 = 'no annotation govml/model names the model; expected NAME@VERSION' if l3 is U else once(l3, 'no annotation govml/model names the model; expected NAME@VERSION')
    for _ in ONCE:
        if l3 is not U:
            break
        l3 = 'the deployment names no model; expected at least one with version and digest' if l3 is U else once(l3, 'the deployment names no model; expected at least one with version and digest')
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    m[35] = l2
    return l2


def depl_01__other_version(i, d, m, l3, l4):
    l2 = l5 = U
    for _ in ONCE:
        l5 = U
        l8 = l3.get('model', U) if type(l3) is dict else dot(l3, 'model')
        if l8 is U:
            break
        l9 = l8.get('version', U) if type(l8) is dict else dot(l8, 'version')
        if l9 is U:
            break
        l11 = lib__real(i, d, m, l9)
        if l11 is U or l11 is False:
            break
        l12 = depl_01__name_of(i, d, m, l3)
        if l12 is U:
            break
        l14 = lib__found(i, d, m, l3, 'version')
        if l14 is U:
            break
        l16 = l3.get('model', U) if type(l3) is dict else dot(l3, 'model')
        if l16 is U:
            break
        l18 = lib__found(i, d, m, l16, 'version')
        if l18 is U:
            break
        raise UnsureError
    for _ in ONCE:
        if l5 is not U:
            break
        l8 = depl_01__name_of(i, d, m, l3)
        if l8 is U:
            break
        l10 = lib__found(i, d, m, l3, 'version')
        if l10 is U:
            break
        raise UnsureError
    for _ in ONCE:
        if l5 is U:
            break
        l2 = l5 if l2 is U else once(l2, l5)
    return l2


def depl_01__other_weights(i, d, m, l3, l4):
    l2 = l5 = U
    for _ in ONCE:
        l5 = U
        l8 = depl_01__weights_of(i, d, m, l3)
        if l8 is U:
            break
        l11 = count(l8)
        l13 = 0
        if gt(l11, l13) is False:
            break
        l15 = depl_01__name_of(i, d, m, l3)
        if l15 is U:
            break
        l17 = l3.get('version', U) if type(l3) is dict else dot(l3, 'version')
        if l17 is U:
            break
        l19 = lib__shortened(i, d, m, l17)
        if l19 is U:
            break
        l21 = concat(' or ', l8)
        raise UnsureError
    for _ in ONCE:
        if l5 is not U:
            break
        l8 = depl_01__name_of(i, d, m, l3)
        if l8 is U:
            break
        raise UnsureError
    for _ in ONCE:
        if l5 is U:
            break
        l2 = l5 if l2 is U else once(l2, l5)
    return l2


def depl_01__registered(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = l3.get('version', U) if type(l3) is dict else dot(l3, 'version')
        if l6 is U:
            break
        if not (type(l6) is str):
            break
        l9 = l3.get('model', U) if type(l3) is dict else dot(l3, 'model')
        if l9 is U:
            break
        l10 = l9.get('versions', U) if type(l9) is dict else dot(l9, 'versions')
        if l10 is U:
            break
        if not (type(l10) is dict):
            break
        l13 = Set()
        for _ in ONCE:
            l14 = l3.get('model', U) if type(l3) is dict else dot(l3, 'model')
            if l14 is U:
                break
            l15 = l14.get('versions', U) if type(l14) is dict else dot(l14, 'versions')
            if l15 is U:
                break
            for l16, l17 in members(l15):
                l20 = lib__bare(i, d, m, l16)
                if l20 is U:
                    continue
                l22 = l3.get('version', U) if type(l3) is dict else dot(l3, 'version')
                if l22 is U:
                    continue
                l24 = lib__bare(i, d, m, l22)
                if l24 is U:
                    continue
                if not equal(l20, l24):
                    continue
                l26 = lib__digests(i, d, m, l17)
                if l26 is U:
                    continue
                l13[identity(l26)] = l26
        l4 = l13 if l4 is U else once(l4, l13)
    for _ in ONCE:
        if l4 is not U:
            break
        l6 = Set()
        l4 = l6 if l4 is U else once(l4, l6)
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def depl_01__same_version(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = depl_01__versions_of(i, d, m, l3)
        if l6 is U:
            break
        l8 = count(l6)
        l10 = 0
        if gt(l8, l10) is False:
            break
        l4 = True if l4 is U else once(l4, True)
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def depl_01__same_weights(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = depl_01__versions_of(i, d, m, l3)
        if l6 is U:
            break
        for l8, l9 in members(l6):
            l12 = lib__digests(i, d, m, l3)
            if l12 is U:
                continue
            l14 = lib__agree(i, d, m, l12, l9)
            if l14 is U or l14 is False:
                continue
            l4 = True if l4 is U else once(l4, True)
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def depl_01__unpinned(i, d, m):
    known = m[36]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = lib__annotated(i, d, m)
        if l4 is U or l4 is False:
            break
        l3 = 'no annotation govml/digest pins %s; expected the digest of its weights' if l3 is U else once(l3, 'no annotation govml/digest pins %s; expected the digest of its weights')
    for _ in ONCE:
        if l3 is not U:
            break
        l3 = '%s is not pinned by a digest; expected the digest of its weights' if l3 is U else once(l3, '%s is not pinned by a digest; expected the digest of its weights')
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    m[36] = l2
    return l2


def depl_01__versioned(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = l3.get('version', U) if type(l3) is dict else dot(l3, 'version')
        if l6 is U:
            break
        l8 = lib__real(i, d, m, l6)
        if l8 is U or l8 is False:
            break
        l4 = True if l4 is U else once(l4, True)
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def depl_01__versionless(i, d, m):
    known = m[37]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = lib__annotated(i, d, m)
        if l4 is U or l4 is False:
            break
        l3 = 'the version of %s in the annotation govml/model %s; expected NAME@VERSION' if l3 is U else once(l3, 'the version of %s in the annotation govml/model %s; expected NAME@VERSION')
    for _ in ONCE:
        if l3 is not U:
            break
        l3 = 'the version of %s %s; expected the version that is served' if l3 is U else once(l3, 'the version of %s %s; expected the version that is served')
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    m[37] = l2
    return l2


def depl_01__versions_of(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = depl_01__current(i, d, m, l3)
        if l6 is U:
            break
        l8 = depl_01__registered(i, d, m, l3)
        if l8 is U:
            break
        l10 = union(l6, l8)
        l4 = l10 if l4 is U else once(l4, l10)
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def depl_01__weights_of(i, d, m, l3):
    l2 = l4 = U
    l4 = U
    l6 = []
    for _ in ONCE:
        l7 = depl_01__expected(i, d, m, l3)
        if l7 is U:
            break
        for l9, l10 in members(l7):
            for l13, l14 in members(l10):
                l17 = lib__shortened(i, d, m, l14)
                if l17 is U:
                    continue
                raise UnsureError
    l4 = l6 if l4 is U else once(l4, l6)
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def depl_03__deny(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__deployment_tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'high':
            break
        l5 = depl_03__gaps(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            return True
    return False


def depl_03__field(i, d, m):
    known = m[38]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = lib__annotated(i, d, m)
        if l4 is U or l4 is False:
            break
        l3 = 'the annotation govml/rollback-to' if l3 is U else once(l3, 'the annotation govml/rollback-to')
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    for _ in ONCE:
        if l2 is not U:
            break
        l2 = 'rollback.version' if l2 is U else once(l2, 'rollback.version')
    m[38] = l2
    return l2


def depl_03__gaps(i, d, m):
    known = m[39]
    if known is not NOT_ASKED:
        return known
    l2 = U
    l2 = Set()
    for _ in ONCE:
        l3 = U
        l4 = depl_03__named(i, d, m)
        if not (l4 is U or l4 is False):
            break
        l5 = depl_03__rollback(i, d, m)
        if l5 is U:
            break
        l7 = lib__found(i, d, m, l5, 'version')
        if l7 is U:
            break
        l9 = depl_03__field(i, d, m)
        if l9 is U:
            break
        raise UnsureError
    for _ in ONCE:
        l3 = U
        l4 = depl_03__named(i, d, m)
        if l4 is U or l4 is False:
            break
        l5 = lib__models(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            l10 = l7.get('version', U) if type(l7) is dict else dot(l7, 'version')
            if l10 is U:
                continue
            if not (type(l10) is str):
                continue
            l13 = l7.get('version', U) if type(l7) is dict else dot(l7, 'version')
            if l13 is U:
                continue
            l15 = trim_prefix(l13, 'v')
            l17 = depl_03__rollback(i, d, m)
            if l17 is U:
                continue
            l18 = l17.get('version', U) if type(l17) is dict else dot(l17, 'version')
            if l18 is U:
                continue
            l20 = trim_prefix(l18, 'v')
            if not equal(l15, l20):
                continue
            l22 = depl_03__rollback(i, d, m)
            if l22 is U:
                continue
            l24 = lib__found(i, d, m, l22, 'version')
            if l24 is U:
                continue
            l26 = depl_03__field(i, d, m)
            if l26 is U:
                continue
            raise UnsureError
    m[39] = l2
    return l2


def depl_03__named(i, d, m):
    known = m[40]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = i.get('rollback', U)
        if l4 is U:
            break
        l5 = l4.get('version', U) if type(l4) is dict else dot(l4, 'version')
        if l5 is U:
            break
        l7 = lib__real(i, d, m, l5)
        if l7 is U or l7 is False:
            break
        l3 = True if l3 is U else once(l3, True)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    m[40] = l2
    return l2


def depl_03__rollback(i, d, m):
    known = m[41]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = i.get('rollback', U)
        if l4 is U:
            break
        if not (type(l4) is dict):
            break
        l7 = i.get('rollback', U)
        if l7 is U:
            break
        l3 = l7 if l3 is U else once(l3, l7)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    for _ in ONCE:
        if l2 is not U:
            break
        l9 = {}
        l2 = l9 if l2 is U else once(l2, l9)
    m[41] = l2
    return l2


def depl_03__warn(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__deployment_tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'limited':
            break
        l5 = depl_03__gaps(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            return True
    return False


def depl_04__days(i, d, m):
    known = m[42]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        for _ in ONCE:
            for _ in ONCE:
                l6 = d.get('govml', U)
                if l6 is U:
                    break
                l7 = l6.get('parameters', U) if type(l6) is dict else dot(l6, 'parameters')
                if l7 is U:
                    break
                l8 = l7.get('log_retention_days', U) if type(l7) is dict else dot(l7, 'log_retention_days')
                if l8 is U:
                    break
            else:
                break
        else:
            break
        if not (type(l8) in NUMBERS):
            break
        for _ in ONCE:
            for _ in ONCE:
                l13 = d.get('govml', U)
                if l13 is U:
                    break
                l14 = l13.get('parameters', U) if type(l13) is dict else dot(l13, 'parameters')
                if l14 is U:
                    break
                l15 = l14.get('log_retention_days', U) if type(l14) is dict else dot(l14, 'log_retention_days')
                if l15 is U:
                    break
            else:
                break
        else:
            break
        l3 = l15 if l3 is U else once(l3, l15)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    for _ in ONCE:
        if l2 is not U:
            break
        l17 = 180
        l2 = l17 if l2 is U else once(l2, l17)
    m[42] = l2
    return l2


def depl_04__deny(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__deployment_tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'high':
            break
        l5 = depl_04__gaps(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            return True
    return False


def depl_04__disabled(i, d, m):
    known = m[43]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = i.get('record', U)
        if l4 is U:
            break
        l5 = l4.get('kind', U) if type(l4) is dict else dot(l4, 'kind')
        if l5 is U:
            break
        if l5 != 'inference-service':
            break
        l3 = 'spec.predictor.logger is missing; expected a logger' if l3 is U else once(l3, 'spec.predictor.logger is missing; expected a logger')
    for _ in ONCE:
        if l3 is not U:
            break
        l4 = i.get('record', U)
        if l4 is U:
            break
        l5 = l4.get('kind', U) if type(l4) is dict else dot(l4, 'kind')
        if l5 is U:
            break
        if l5 != 'workload':
            break
        l3 = 'no annotation govml/log-retention says that events are logged, and how long logs are kept; expected a duration' if l3 is U else once(l3, 'no annotation govml/log-retention says that events are logged, and how long logs are kept; expected a duration')
    for _ in ONCE:
        if l3 is not U:
            break
        l4 = depl_04__logging(i, d, m)
        if l4 is U:
            break
        l6 = lib__found(i, d, m, l4, 'enabled')
        if l6 is U:
            break
        raise UnsureError
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    m[43] = l2
    return l2


def depl_04__enabled(i, d, m):
    known = m[44]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = i.get('logging', U)
        if l4 is U:
            break
        l5 = l4.get('enabled', U) if type(l4) is dict else dot(l4, 'enabled')
        if l5 is U:
            break
        if l5 is not True:
            break
        l3 = True if l3 is U else once(l3, True)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    m[44] = l2
    return l2


def depl_04__field(i, d, m):
    known = m[45]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = lib__annotated(i, d, m)
        if l4 is U or l4 is False:
            break
        l3 = 'the annotation govml/log-retention' if l3 is U else once(l3, 'the annotation govml/log-retention')
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    for _ in ONCE:
        if l2 is not U:
            break
        l2 = 'logging.retention' if l2 is U else once(l2, 'logging.retention')
    m[45] = l2
    return l2


def depl_04__gaps(i, d, m):
    known = m[46]
    if known is not NOT_ASKED:
        return known
    l2 = U
    l2 = Set()
    for _ in ONCE:
        l3 = U
        l4 = depl_04__enabled(i, d, m)
        if not (l4 is U or l4 is False):
            break
        l5 = depl_04__disabled(i, d, m)
        if l5 is U:
            break
        l7 = {}
        insert(l7, 'msg', l5)
        insert(l7, 'pointer', '/logging/enabled')
        l2[identity(l7)] = l7
    for _ in ONCE:
        l3 = U
        l4 = depl_04__kept(i, d, m)
        if not (l4 is U or l4 is False):
            break
        l5 = depl_04__told(i, d, m)
        if not (l5 is U or l5 is False):
            break
        l6 = depl_04__days(i, d, m)
        if l6 is U:
            break
        l8 = lib__whole_number(i, d, m, l6)
        if l8 is U:
            break
        l10 = depl_04__retention(i, d, m)
        if l10 is U:
            break
        raise UnsureError
    m[46] = l2
    return l2


def depl_04__kept(i, d, m):
    known = m[47]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = i.get('logging', U)
        if l4 is U:
            break
        l5 = l4.get('retention_days', U) if type(l4) is dict else dot(l4, 'retention_days')
        if l5 is U:
            break
        if not (type(l5) in NUMBERS):
            break
        l8 = i.get('logging', U)
        if l8 is U:
            break
        l9 = l8.get('retention_days', U) if type(l8) is dict else dot(l8, 'retention_days')
        if l9 is U:
            break
        l11 = depl_04__days(i, d, m)
        if l11 is U:
            break
        if gte(l9, l11) is False:
            break
        l3 = True if l3 is U else once(l3, True)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    m[47] = l2
    return l2


def depl_04__logging(i, d, m):
    known = m[48]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = i.get('logging', U)
        if l4 is U:
            break
        if not (type(l4) is dict):
            break
        l7 = i.get('logging', U)
        if l7 is U:
            break
        l3 = l7 if l3 is U else once(l3, l7)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    for _ in ONCE:
        if l2 is not U:
            break
        l9 = {}
        l2 = l9 if l2 is U else once(l2, l9)
    m[48] = l2
    return l2


def depl_04__retention(i, d, m):
    known = m[49]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = depl_04__logging(i, d, m)
        if l4 is U:
            break
        l5 = l4.get('retention_days', U) if type(l4) is dict else dot(l4, 'retention_days')
        if l5 is U:
            break
        if not (type(l5) in NUMBERS):
            break
        l8 = depl_04__logging(i, d, m)
        if l8 is U:
            break
        l9 = l8.get('retention_days', U) if type(l8) is dict else dot(l8, 'retention_days')
        if l9 is U:
            break
        l11 = lib__whole_number(i, d, m, l9)
        if l11 is U:
            break
        l13 = depl_04__field(i, d, m)
        if l13 is U:
            break
        raise UnsureError
    for _ in ONCE:
        if l3 is not U:
            break
        l4 = depl_04__field(i, d, m)
        if l4 is U:
            break
        raise UnsureError
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    m[49] = l2
    return l2


def depl_04__told(i, d, m):
    known = m[50]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = i.get('record', U)
        if l4 is U:
            break
        l5 = l4.get('kind', U) if type(l4) is dict else dot(l4, 'kind')
        if l5 is U:
            break
        if l5 != 'workload':
            break
        l6 = depl_04__enabled(i, d, m)
        if not (l6 is U or l6 is False):
            break
        l3 = True if l3 is U else once(l3, True)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    m[50] = l2
    return l2


def depl_04__warn(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__deployment_tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'limited':
            break
        l5 = depl_04__gaps(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            return True
    return False


def eval_01__counting(i, d, m):
    known = m[51]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'high':
            break
        l5 = eval_01__versioned(i, d, m)
        if l5 is U:
            break
        l3 = l5 if l3 is U else once(l3, l5)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        l6 = Set()
        l6[identity('limited')] = 'limited'
        l6[identity('minimal')] = 'minimal'
        if member(l4, l6) is False:
            break
        l8 = lib__complete(i, d, m)
        if l8 is U:
            break
        l3 = l8 if l3 is U else once(l3, l8)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    for _ in ONCE:
        if l2 is not U:
            break
        l10 = {}
        l2 = l10 if l2 is U else once(l2, l10)
    m[51] = l2
    return l2


def eval_01__deny(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__known_tier(i, d, m)
        if l4 is U or l4 is False:
            break
        l5 = eval_01__required_missing(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            return True
    for _ in ONCE:
        l3 = U
        l4 = lib__limited_or_high(i, d, m)
        if l4 is U or l4 is False:
            break
        l5 = eval_01__none_counts(i, d, m)
        if l5 is U:
            break
        return True
    return False


def eval_01__given(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = eval_01__counting(i, d, m)
        if l6 is U:
            break
        for l7, l8 in members(l6):
            l11 = l8.get('name', U) if type(l8) is dict else dot(l8, 'name')
            if l11 is U:
                continue
            if not equal(l11, l3):
                continue
            l4 = True if l4 is U else once(l4, True)
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def eval_01__measured(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = l3.get('value', U) if type(l3) is dict else dot(l3, 'value')
        if l6 is U:
            break
        if not (type(l6) in NUMBERS):
            break
        l4 = True if l4 is U else once(l4, True)
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def eval_01__name_of(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = l3.get('name', U) if type(l3) is dict else dot(l3, 'name')
        if l6 is U:
            break
        if not (type(l6) is str):
            break
        l9 = l3.get('name', U) if type(l3) is dict else dot(l3, 'name')
        if l9 is U:
            break
        l11 = lib__shortened(i, d, m, l9)
        if l11 is U:
            break
        l4 = l11 if l4 is U else once(l4, l11)
    for _ in ONCE:
        if l4 is not U:
            break
        l4 = 'without a name' if l4 is U else once(l4, 'without a name')
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def eval_01__none_counts(i, d, m):
    known = m[52]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = lib__required_metrics(i, d, m)
        if l4 is U:
            break
        l6 = count(l4)
        l8 = 0
        if not equal(l6, l8):
            break
        l9 = eval_01__one_counts(i, d, m)
        if not (l9 is U or l9 is False):
            break
        l10 = eval_01__wanted(i, d, m)
        if l10 is U:
            break
        raise UnsureError
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    m[52] = l2
    return l2


def eval_01__one_counts(i, d, m):
    known = m[53]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        l6 = Set()
        l6[identity('limited')] = 'limited'
        l6[identity('minimal')] = 'minimal'
        if member(l4, l6) is False:
            break
        l8 = lib__metrics(i, d, m)
        if l8 is U:
            break
        for l9, l10 in members(l8):
            l13 = lib__tells_all(i, d, m, l10)
            if l13 is U or l13 is False:
                continue
            l3 = True if l3 is U else once(l3, True)
    for _ in ONCE:
        if l3 is not U:
            break
        l4 = eval_01__counting(i, d, m)
        if l4 is U:
            break
        l6 = count(l4)
        l8 = 0
        if gt(l6, l8) is False:
            break
        l3 = True if l3 is U else once(l3, True)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    m[53] = l2
    return l2


def eval_01__required_missing(i, d, m):
    known = m[54]
    if known is not NOT_ASKED:
        return known
    l2 = U
    l2 = Set()
    for _ in ONCE:
        l3 = U
        l4 = lib__required_metrics(i, d, m)
        if l4 is U:
            break
        for l5, l6 in members(l4):
            l9 = eval_01__given(i, d, m, l6)
            if not (l9 is U or l9 is False):
                continue
            l10 = lib__shortened(i, d, m, l6)
            if l10 is U:
                continue
            l12 = eval_01__wanted(i, d, m)
            if l12 is U:
                continue
            raise UnsureError
    m[54] = l2
    return l2


def eval_01__shortcomings(i, d, m, l3):
    l2 = l4 = U
    l4 = U
    l6 = Set()
    l7 = Set()
    l7[identity('dataset')] = 'dataset'
    l7[identity('name')] = 'name'
    l7[identity('split')] = 'split'
    for l9, l10 in members(l7):
        l13 = eval_01__stated(i, d, m, l3, l10)
        if not (l13 is U or l13 is False):
            continue
        l14 = lib__found(i, d, m, l3, l10)
        if l14 is U:
            continue
        raise UnsureError
    l21 = Set()
    for _ in ONCE:
        l22 = eval_01__measured(i, d, m, l3)
        if not (l22 is U or l22 is False):
            break
        l23 = lib__found(i, d, m, l3, 'value')
        if l23 is U:
            break
        raise UnsureError
    l30 = union(l6, l21)
    l32 = Set()
    for _ in ONCE:
        l33 = lib__tier(i, d, m)
        if l33 is U:
            break
        if l33 != 'high':
            break
        l34 = eval_01__stated(i, d, m, l3, 'revision')
        if not (l34 is U or l34 is False):
            break
        l35 = lib__found(i, d, m, l3, 'revision')
        if l35 is U:
            break
        raise UnsureError
    l42 = union(l30, l32)
    l4 = l42 if l4 is U else once(l4, l42)
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def eval_01__stated(i, d, m, l3, l4):
    l2 = l5 = U
    for _ in ONCE:
        l5 = U
        l8 = dot(l3, l4)
        if l8 is U:
            break
        l10 = lib__real(i, d, m, l8)
        if l10 is U or l10 is False:
            break
        l5 = True if l5 is U else once(l5, True)
    for _ in ONCE:
        if l5 is U:
            break
        l2 = l5 if l2 is U else once(l2, l5)
    return l2


def eval_01__versioned(i, d, m):
    known = m[55]
    if known is not NOT_ASKED:
        return known
    l2 = U
    l2 = {}
    for _ in ONCE:
        l3 = U
        l4 = lib__complete(i, d, m)
        if l4 is U:
            break
        for l5, l6 in members(l4):
            l9 = l6.get('revision', U) if type(l6) is dict else dot(l6, 'revision')
            if l9 is U:
                continue
            l11 = lib__real(i, d, m, l9)
            if l11 is U or l11 is False:
                continue
            insert_once(l2, l5, l6)
    m[55] = l2
    return l2


def eval_01__wanted(i, d, m):
    known = m[56]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'high':
            break
        l3 = 'a number, data set, split and data version' if l3 is U else once(l3, 'a number, data set, split and data version')
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    for _ in ONCE:
        if l2 is not U:
            break
        l2 = 'a number, data set and split' if l2 is U else once(l2, 'a number, data set and split')
    m[56] = l2
    return l2


def eval_01__warn(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'minimal':
            break
        l5 = eval_01__none_counts(i, d, m)
        if l5 is U:
            break
        return True
    for _ in ONCE:
        l3 = U
        l4 = lib__limited_or_high(i, d, m)
        if l4 is U or l4 is False:
            break
        l5 = eval_01__counting(i, d, m)
        if l5 is U:
            break
        l7 = count(l5)
        l9 = 0
        if gt(l7, l9) is False:
            break
        l11 = lib__metrics(i, d, m)
        if l11 is U:
            break
        for l12, l13 in members(l11):
            for _ in ONCE:
                l16 = eval_01__counting(i, d, m)
                if l16 is U:
                    break
                l17 = dot(l16, l12)
                if l17 is U:
                    break
                if l17 is False:
                    break
            else:
                continue
            l18 = eval_01__name_of(i, d, m, l13)
            if l18 is U:
                continue
            l20 = eval_01__why(i, d, m, l13)
            if l20 is U:
                continue
            raise UnsureError
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'limited':
            break
        l5 = eval_01__counting(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            for _ in ONCE:
                l10 = eval_01__versioned(i, d, m)
                if l10 is U:
                    break
                l11 = dot(l10, l6)
                if l11 is U:
                    break
                if l11 is False:
                    break
            else:
                continue
            l12 = eval_01__name_of(i, d, m, l7)
            if l12 is U:
                continue
            raise UnsureError
    return False


def eval_01__why(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = eval_01__shortcomings(i, d, m, l3)
        if l6 is U:
            break
        l8 = concat(', ', l6)
        l4 = l8 if l4 is U else once(l4, l8)
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def eval_03__accepted(i, d, m):
    known = m[57]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = evidence_lib__unchanged(i, d, m)
        if l4 is U:
            break
        l6 = evidence_lib__of(i, d, m, l4, 'evaluation')
        if l6 is U:
            break
        l3 = l6 if l3 is U else once(l3, l6)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    m[57] = l2
    return l2


def eval_03__agrees(i, d, m, l3, l4, l5):
    l2 = l6 = U
    for _ in ONCE:
        l6 = U
        for _ in ONCE:
            l10 = dot(l4, l5)
            if l10 is U:
                break
            if l10 is False:
                break
        else:
            break
        l6 = True if l6 is U else once(l6, True)
    for _ in ONCE:
        if l6 is not U:
            break
        l10 = dot(l3, l5)
        if l10 is U:
            break
        l11 = dot(l4, l5)
        if l11 is U:
            break
        if not equal(l10, l11):
            break
        l6 = True if l6 is U else once(l6, True)
    for _ in ONCE:
        if l6 is U:
            break
        l2 = l6 if l2 is U else once(l2, l6)
    return l2


def eval_03__backing(i, d, m, l3):
    l2 = l4 = l22 = l23 = U
    l4 = U
    l6 = Set()
    for _ in ONCE:
        l7 = l3.get('value', U) if type(l3) is dict else dot(l3, 'value')
        if l7 is U:
            break
        l9 = eval_03__accepted(i, d, m)
        if l9 is U:
            break
        for l10, l11 in members(l9):
            l14 = eval_03__numbers_about(i, d, m, l11, l3)
            if l14 is U:
                continue
            l17 = count(l14)
            l19 = 0
            if gt(l17, l19) is False:
                continue
            l22 = U
            for _ in ONCE:
                if not (type(l14) is not list):
                    break
                if not (type(l14) is not dict):
                    break
                if not (type(l14) is not Set):
                    break
            else:
                continue
            for l24, l25 in members(l14):
                l23 = U
                for _ in ONCE:
                    l28 = eval_03__rounds_to(i, d, m, l25, l7)
                    if l28 is U or l28 is False:
                        break
                    l23 = True
                if l23 is not U:
                    continue
                l22 = True
            if l22 is not U:
                continue
            l6[identity(l11)] = l11
    l4 = l6 if l4 is U else once(l4, l6)
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def eval_03__contradiction(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = Set()
        for _ in ONCE:
            l7 = eval_03__accepted(i, d, m)
            if l7 is U:
                break
            for l8, l9 in members(l7):
                l12 = eval_03__numbers_about(i, d, m, l9, l3)
                if l12 is U:
                    continue
                for l14, l15 in members(l12):
                    l6[identity(l15)] = l15
        l19 = count(l6)
        l21 = 0
        if gt(l19, l21) is False:
            break
        l23 = None
        l24 = object_get(l3, 'value', l23)
        l26 = eval_03__shown(i, d, m, l24)
        if l26 is U:
            break
        l28 = eval_03__name_of(i, d, m, l3)
        if l28 is U:
            break
        l30 = []
        for l31, l32 in members(l6):
            l35 = eval_03__shown(i, d, m, l32)
            if l35 is U:
                continue
            l30.append(l35)
        raise UnsureError
    for _ in ONCE:
        if l4 is not U:
            break
        l6 = eval_03__name_of(i, d, m, l3)
        if l6 is U:
            break
        raise UnsureError
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def eval_03__deny(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'high':
            break
        l5 = eval_03__gaps(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            return True
    return False


def eval_03__gaps(i, d, m):
    known = m[58]
    if known is not NOT_ASKED:
        return known
    l2 = U
    l2 = Set()
    for _ in ONCE:
        l3 = U
        l4 = eval_03__accepted(i, d, m)
        if l4 is U:
            break
        l6 = count(l4)
        l8 = 0
        if not equal(l6, l8):
            break
        l9 = evidence_lib__refusal(i, d, m, 'evaluation')
        if l9 is U:
            break
        raise UnsureError
    for _ in ONCE:
        l3 = U
        l4 = eval_03__accepted(i, d, m)
        if l4 is U:
            break
        l6 = count(l4)
        l8 = 0
        if gt(l6, l8) is False:
            break
        l10 = lib__metrics(i, d, m)
        if l10 is U:
            break
        for l11, l12 in members(l10):
            l15 = eval_03__backing(i, d, m, l12)
            if l15 is U:
                continue
            l17 = count(l15)
            l19 = 0
            if not equal(l17, l19):
                continue
            l20 = eval_03__contradiction(i, d, m, l12)
            if l20 is U:
                continue
            l23 = []
            l23.append('metrics')
            l23.append(l11)
            l24 = lib__path(i, d, m, l23)
            if l24 is U:
                continue
            l26 = lib__at(i, d, m, l12, l24)
            if l26 is U:
                continue
            l28 = {}
            insert(l28, 'msg', l20)
            insert(l28, 'pointer', l26)
            l2[identity(l28)] = l28
    for _ in ONCE:
        l3 = U
        l4 = lib__metrics(i, d, m)
        if l4 is U:
            break
        for l5, l6 in members(l4):
            l9 = Set()
            for _ in ONCE:
                l10 = eval_03__backing(i, d, m, l6)
                if l10 is U:
                    break
                for l12, l13 in members(l10):
                    l16 = evidence_lib__until(i, d, m, l13)
                    if l16 is U:
                        continue
                    l9[identity(l16)] = l16
            raise UnsureError
    m[58] = l2
    return l2


def eval_03__least_scale(i, d, m, l3):
    l2 = l4 = U
    l4 = U
    raise UnsureError
    return l2


def eval_03__name_of(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = l3.get('name', U) if type(l3) is dict else dot(l3, 'name')
        if l6 is U:
            break
        if not (type(l6) is str):
            break
        l9 = l3.get('name', U) if type(l3) is dict else dot(l3, 'name')
        if l9 is U:
            break
        l11 = lib__shortened(i, d, m, l9)
        if l11 is U:
            break
        l4 = l11 if l4 is U else once(l4, l11)
    for _ in ONCE:
        if l4 is not U:
            break
        l4 = 'a metric without a name' if l4 is U else once(l4, 'a metric without a name')
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def eval_03__numbers_about(i, d, m, l3, l4):
    l2 = l5 = l28 = l29 = U
    l5 = U
    l8 = Set()
    for _ in ONCE:
        l9 = 0
        l10 = dot(l3, l9)
        if l10 is U:
            break
        l12 = evidence_lib__entries(i, d, m)
        if l12 is U:
            break
        l13 = dot(l12, l10)
        if l13 is U:
            break
        l15 = evidence_lib__members(i, d, m, l13, 'metrics')
        if l15 is U:
            break
        for l17, l18 in members(l15):
            l21 = l18.get('value', U) if type(l18) is dict else dot(l18, 'value')
            if l21 is U:
                continue
            if not (type(l21) in NUMBERS):
                continue
            l24 = l18.get('name', U) if type(l18) is dict else dot(l18, 'name')
            if l24 is U:
                continue
            l25 = l4.get('name', U) if type(l4) is dict else dot(l4, 'name')
            if l25 is U:
                continue
            if not equal(l24, l25):
                continue
            l26 = []
            l26.append('dataset')
            l26.append('split')
            l28 = U
            for _ in ONCE:
                if not (type(l26) is not list):
                    break
                if not (type(l26) is not dict):
                    break
                if not (type(l26) is not Set):
                    break
            else:
                continue
            for l30, l31 in members(l26):
                l29 = U
                for _ in ONCE:
                    l34 = eval_03__agrees(i, d, m, l18, l4, l31)
                    if l34 is U or l34 is False:
                        break
                    l29 = True
                if l29 is not U:
                    continue
                l28 = True
            if l28 is not U:
                continue
            l35 = eval_03__same_version(i, d, m, l3, l18, l4)
            if l35 is U or l35 is False:
                continue
            l36 = l18.get('value', U) if type(l18) is dict else dot(l18, 'value')
            if l36 is U:
                continue
            l8[identity(l36)] = l36
    l5 = l8 if l5 is U else once(l5, l8)
    for _ in ONCE:
        if l5 is U:
            break
        l2 = l5 if l2 is U else once(l2, l5)
    return l2


def eval_03__own_scale(i, d, m, l3):
    l2 = l4 = U
    l4 = U
    l6 = Set()
    for _ in ONCE:
        l7 = eval_03__scales(i, d, m)
        if l7 is U:
            break
        for l8, l9 in members(l7):
            raise UnsureError
    l17 = Set()
    l18 = 1000000000000
    l17[identity(l18)] = l18
    l19 = union(l6, l17)
    raise UnsureError
    return l2


def eval_03__rounds_to(i, d, m, l3, l4):
    l2 = l5 = U
    for _ in ONCE:
        l5 = U
        if not (type(l3) in NUMBERS):
            break
        if not (type(l4) in NUMBERS):
            break
        l10 = eval_03__least_scale(i, d, m, l4)
        if l10 is U:
            break
        l12 = eval_03__own_scale(i, d, m, l4)
        if l12 is U:
            break
        l14 = Set()
        l14[identity(l10)] = l10
        l14[identity(l12)] = l12
        raise UnsureError
    for _ in ONCE:
        if l5 is U:
            break
        l2 = l5 if l2 is U else once(l2, l5)
    return l2


def eval_03__same_version(i, d, m, l3, l4, l5):
    l2 = l6 = U
    for _ in ONCE:
        l6 = U
        for _ in ONCE:
            l10 = l5.get('revision', U) if type(l5) is dict else dot(l5, 'revision')
            if l10 is U:
                break
            if l10 is False:
                break
        else:
            break
        l6 = True if l6 is U else once(l6, True)
    for _ in ONCE:
        if l6 is U:
            break
        l2 = l6 if l2 is U else once(l2, l6)
    for _ in ONCE:
        l6 = U
        l10 = l4.get('revision', U) if type(l4) is dict else dot(l4, 'revision')
        if l10 is U:
            break
        if not (type(l10) is str):
            break
        l13 = l5.get('revision', U) if type(l5) is dict else dot(l5, 'revision')
        if l13 is U:
            break
        l15 = eval_03__stem(i, d, m, l13)
        if l15 is U:
            break
        l17 = l4.get('revision', U) if type(l4) is dict else dot(l4, 'revision')
        if l17 is U:
            break
        if startswith(l17, l15) is False:
            break
        l6 = True if l6 is U else once(l6, True)
    for _ in ONCE:
        if l6 is U:
            break
        l2 = l6 if l2 is U else once(l2, l6)
    for _ in ONCE:
        l6 = U
        l10 = 0
        l11 = dot(l3, l10)
        if l11 is U:
            break
        l13 = evidence_lib__entries(i, d, m)
        if l13 is U:
            break
        l14 = dot(l13, l11)
        if l14 is U:
            break
        l16 = evidence_lib__inputs_of(i, d, m, l14)
        if l16 is U:
            break
        for l18, l19 in members(l16):
            l22 = lib__digests(i, d, m, l19)
            if l22 is U:
                continue
            for l24, l25 in members(l22):
                l28 = l5.get('revision', U) if type(l5) is dict else dot(l5, 'revision')
                if l28 is U:
                    continue
                l30 = eval_03__stem(i, d, m, l28)
                if l30 is U:
                    continue
                if startswith(l25, l30) is False:
                    continue
                l6 = True if l6 is U else once(l6, True)
    for _ in ONCE:
        if l6 is U:
            break
        l2 = l6 if l2 is U else once(l2, l6)
    return l2


def eval_03__scales(i, d, m):
    known = FACTS[1]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    l3 = U
    l4 = Set()
    l5 = 1
    l4[identity(l5)] = l5
    l6 = 10
    l4[identity(l6)] = l6
    l7 = 100
    l4[identity(l7)] = l7
    l8 = 1000
    l4[identity(l8)] = l8
    l9 = 10000
    l4[identity(l9)] = l9
    l10 = 100000
    l4[identity(l10)] = l10
    l11 = 1000000
    l4[identity(l11)] = l11
    l12 = 10000000
    l4[identity(l12)] = l12
    l13 = 100000000
    l4[identity(l13)] = l13
    l14 = 1000000000
    l4[identity(l14)] = l14
    l15 = 10000000000
    l4[identity(l15)] = l15
    l16 = 100000000000
    l4[identity(l16)] = l16
    l17 = 1000000000000
    l4[identity(l17)] = l17
    l3 = l4 if l3 is U else once(l3, l4)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    FACTS[1] = l2
    return l2


def eval_03__shown(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        if not (type(l3) in NUMBERS):
            break
        raise UnsureError
    for _ in ONCE:
        if l4 is not U:
            break
        if not (not (type(l3) in NUMBERS)):
            break
        l4 = 'what is no number' if l4 is U else once(l4, 'what is no number')
    for _ in ONCE:
        if l4 is not U:
            break
        l4 = 'a number beyond a thousand million' if l4 is U else once(l4, 'a number beyond a thousand million')
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def eval_03__stem(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        if not (type(l3) is str):
            break
        raise UnsureError
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def eval_03__warn(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'limited':
            break
        l5 = eval_03__gaps(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            return True
    return False


def eval_05__budget(i, d, m):
    known = m[59]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        for _ in ONCE:
            for _ in ONCE:
                l6 = d.get('govml', U)
                if l6 is U:
                    break
                l7 = l6.get('parameters', U) if type(l6) is dict else dot(l6, 'parameters')
                if l7 is U:
                    break
                l8 = l7.get('slice_gap_budget', U) if type(l7) is dict else dot(l7, 'slice_gap_budget')
                if l8 is U:
                    break
            else:
                break
        else:
            break
        if not (type(l8) in NUMBERS):
            break
        for _ in ONCE:
            for _ in ONCE:
                l13 = d.get('govml', U)
                if l13 is U:
                    break
                l14 = l13.get('parameters', U) if type(l13) is dict else dot(l13, 'parameters')
                if l14 is U:
                    break
                l15 = l14.get('slice_gap_budget', U) if type(l14) is dict else dot(l14, 'slice_gap_budget')
                if l15 is U:
                    break
            else:
                break
        else:
            break
        l3 = l15 if l3 is U else once(l3, l15)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    for _ in ONCE:
        if l2 is not U:
            break
        l17 = 0
        l2 = l17 if l2 is U else once(l2, l17)
    m[59] = l2
    return l2


def eval_05__deny(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'high':
            break
        l5 = eval_05__slices(i, d, m)
        if l5 is U:
            break
        l7 = count(l5)
        l9 = 0
        if not equal(l7, l9):
            break
        l10 = eval_05__evaluation(i, d, m)
        if l10 is U:
            break
        l12 = lib__found(i, d, m, l10, 'slices')
        if l12 is U:
            break
        raise UnsureError
    for _ in ONCE:
        l3 = U
        l4 = lib__limited_or_high(i, d, m)
        if l4 is U or l4 is False:
            break
        l5 = eval_05__slices(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            for _ in ONCE:
                l10 = eval_05__usable(i, d, m)
                if l10 is U:
                    break
                l11 = dot(l10, l6)
                if l11 is U:
                    break
                if l11 is False:
                    break
            else:
                continue
            raise UnsureError
    for _ in ONCE:
        l3 = U
        l4 = lib__limited_or_high(i, d, m)
        if l4 is U or l4 is False:
            break
        l5 = eval_05__required(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            l10 = eval_05__evaluated(i, d, m, l6, l7)
            if not (l10 is U or l10 is False):
                continue
            l11 = lib__shortened(i, d, m, l6)
            if l11 is U:
                continue
            l13 = eval_05__groups_text(i, d, m, l7)
            if l13 is U:
                continue
            raise UnsureError
    for _ in ONCE:
        l3 = U
        l4 = lib__limited_or_high(i, d, m)
        if l4 is U or l4 is False:
            break
        l5 = eval_05__usable(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            l10 = l7.get('by', U) if type(l7) is dict else dot(l7, 'by')
            if l10 is U:
                continue
            l12 = eval_05__required(i, d, m)
            if l12 is U:
                continue
            l13 = dot(l12, l10)
            if l13 is U:
                continue
            l15 = []
            for l16, l17 in members(l13):
                l20 = l7.get('values', U) if type(l7) is dict else dot(l7, 'values')
                if l20 is U:
                    continue
                l21 = dot(l20, l17)
                if l21 is U:
                    continue
                if not (type(l21) in NUMBERS):
                    continue
                l15.append(l21)
            l25 = eval_05__gap_between(i, d, m, l15)
            if l25 is U:
                continue
            l28 = eval_05__budget(i, d, m)
            if l28 is U:
                continue
            if gt(l25, l28) is False:
                continue
            l31 = eval_05__too_far(i, d, m, l7, l25)
            if l31 is U:
                continue
            l34 = []
            l34.append('card')
            l34.append('governance')
            l34.append('evaluation')
            l34.append('slices')
            l34.append(l6)
            l34.append('values')
            l35 = lib__path(i, d, m, l34)
            if l35 is U:
                continue
            l37 = eval_05__gap_advice(i, d, m)
            if l37 is U:
                continue
            l39 = {}
            insert(l39, 'msg', l31)
            insert(l39, 'pointer', l35)
            insert(l39, 'remediation', l37)
            return True
    return False


def eval_05__evaluated(i, d, m, l3, l4):
    l2 = l5 = l15 = l16 = U
    for _ in ONCE:
        l5 = U
        l8 = eval_05__usable(i, d, m)
        if l8 is U:
            break
        for l9, l10 in members(l8):
            l13 = l10.get('by', U) if type(l10) is dict else dot(l10, 'by')
            if l13 is U:
                continue
            if not equal(l13, l3):
                continue
            l15 = U
            for _ in ONCE:
                if not (type(l4) is not list):
                    break
                if not (type(l4) is not dict):
                    break
                if not (type(l4) is not Set):
                    break
            else:
                continue
            for l17, l18 in members(l4):
                l16 = U
                for _ in ONCE:
                    l21 = l10.get('values', U) if type(l10) is dict else dot(l10, 'values')
                    if l21 is U:
                        break
                    l22 = dot(l21, l18)
                    if l22 is U:
                        break
                    if not (type(l22) in NUMBERS):
                        break
                    l16 = True
                if l16 is not U:
                    continue
                l15 = True
            if l15 is not U:
                continue
            l5 = True if l5 is U else once(l5, True)
    for _ in ONCE:
        if l5 is U:
            break
        l2 = l5 if l2 is U else once(l2, l5)
    return l2


def eval_05__evaluation(i, d, m):
    known = m[60]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = i.get('card', U)
        if l4 is U:
            break
        l5 = l4.get('governance', U) if type(l4) is dict else dot(l4, 'governance')
        if l5 is U:
            break
        l6 = l5.get('evaluation', U) if type(l5) is dict else dot(l5, 'evaluation')
        if l6 is U:
            break
        if not (type(l6) is dict):
            break
        l9 = i.get('card', U)
        if l9 is U:
            break
        l10 = l9.get('governance', U) if type(l9) is dict else dot(l9, 'governance')
        if l10 is U:
            break
        l11 = l10.get('evaluation', U) if type(l10) is dict else dot(l10, 'evaluation')
        if l11 is U:
            break
        l3 = l11 if l3 is U else once(l3, l11)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    for _ in ONCE:
        if l2 is not U:
            break
        l13 = {}
        l2 = l13 if l2 is U else once(l2, l13)
    m[60] = l2
    return l2


def eval_05__gap_advice(i, d, m):
    known = FACTS[2]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    l3 = U
    l4 = []
    l4.append('Make the model fairer to the group that it serves worst (more of its data, weights, another threshold), evaluate again')
    l4.append('and write the new numbers into the card. Where the gap is known and accepted, ask the owner of the policy for a waiver')
    l4.append('or for a wider `slice_gap_budget` under `parameters` in govml.yaml.')
    l5 = concat(' ', l4)
    l3 = l5 if l3 is U else once(l3, l5)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    FACTS[2] = l2
    return l2


def eval_05__gap_between(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = count(l3)
        l8 = 1
        if gt(l6, l8) is False:
            break
        raise UnsureError
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def eval_05__groups_text(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = count(l3)
        l8 = 0
        if not equal(l6, l8):
            break
        l4 = 'two groups or more' if l4 is U else once(l4, 'two groups or more')
    for _ in ONCE:
        if l4 is not U:
            break
        l6 = []
        for l7, l8 in members(l3):
            l11 = lib__shortened(i, d, m, l8)
            if l11 is U:
                continue
            l6.append(l11)
        l14 = concat(', ', l6)
        l4 = l14 if l4 is U else once(l4, l14)
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def eval_05__required(i, d, m):
    known = m[61]
    if known is not NOT_ASKED:
        return known
    l2 = U
    l2 = {}
    for _ in ONCE:
        l3 = U
        for _ in ONCE:
            for _ in ONCE:
                l6 = d.get('govml', U)
                if l6 is U:
                    break
                l7 = l6.get('parameters', U) if type(l6) is dict else dot(l6, 'parameters')
                if l7 is U:
                    break
                l8 = l7.get('slices', U) if type(l7) is dict else dot(l7, 'slices')
                if l8 is U:
                    break
            else:
                break
        else:
            break
        if not (type(l8) is list):
            break
        l11 = d.get('govml', U)
        if l11 is U:
            break
        l12 = l11.get('parameters', U) if type(l11) is dict else dot(l11, 'parameters')
        if l12 is U:
            break
        l13 = l12.get('slices', U) if type(l12) is dict else dot(l12, 'slices')
        if l13 is U:
            break
        for l14, l15 in members(l13):
            for _ in ONCE:
                break
            if not (type(l15) is str):
                continue
            l21 = Set()
            insert_once(l2, l15, l21)
    for _ in ONCE:
        l3 = U
        for _ in ONCE:
            for _ in ONCE:
                l6 = d.get('govml', U)
                if l6 is U:
                    break
                l7 = l6.get('parameters', U) if type(l6) is dict else dot(l6, 'parameters')
                if l7 is U:
                    break
                l8 = l7.get('slices', U) if type(l7) is dict else dot(l7, 'slices')
                if l8 is U:
                    break
            else:
                break
        else:
            break
        if not (type(l8) is dict):
            break
        l11 = d.get('govml', U)
        if l11 is U:
            break
        l12 = l11.get('parameters', U) if type(l11) is dict else dot(l11, 'parameters')
        if l12 is U:
            break
        l13 = l12.get('slices', U) if type(l12) is dict else dot(l12, 'slices')
        if l13 is U:
            break
        for l14, l15 in members(l13):
            for _ in ONCE:
                break
            if not (type(l15) is list):
                continue
            l21 = Set()
            for l22, l23 in members(l15):
                if not (type(l23) is str):
                    continue
                l21[identity(l23)] = l23
            insert_once(l2, l14, l21)
    m[61] = l2
    return l2


def eval_05__slices(i, d, m):
    known = m[62]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = i.get('card', U)
        if l4 is U:
            break
        l5 = l4.get('governance', U) if type(l4) is dict else dot(l4, 'governance')
        if l5 is U:
            break
        l6 = l5.get('evaluation', U) if type(l5) is dict else dot(l5, 'evaluation')
        if l6 is U:
            break
        l7 = l6.get('slices', U) if type(l6) is dict else dot(l6, 'slices')
        if l7 is U:
            break
        if not (type(l7) is list):
            break
        l10 = i.get('card', U)
        if l10 is U:
            break
        l11 = l10.get('governance', U) if type(l10) is dict else dot(l10, 'governance')
        if l11 is U:
            break
        l12 = l11.get('evaluation', U) if type(l11) is dict else dot(l11, 'evaluation')
        if l12 is U:
            break
        l13 = l12.get('slices', U) if type(l12) is dict else dot(l12, 'slices')
        if l13 is U:
            break
        l3 = l13 if l3 is U else once(l3, l13)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    for _ in ONCE:
        if l2 is not U:
            break
        l15 = []
        l2 = l15 if l2 is U else once(l2, l15)
    m[62] = l2
    return l2


def eval_05__too_far(i, d, m, l3, l4):
    l2 = l5 = U
    for _ in ONCE:
        l5 = U
        l8 = l3.get('metric', U) if type(l3) is dict else dot(l3, 'metric')
        if l8 is U:
            break
        l10 = lib__shortened(i, d, m, l8)
        if l10 is U:
            break
        l12 = l3.get('by', U) if type(l3) is dict else dot(l3, 'by')
        if l12 is U:
            break
        l14 = lib__shortened(i, d, m, l12)
        if l14 is U:
            break
        l16 = lib__decimal(i, d, m, l4)
        if l16 is U:
            break
        l18 = eval_05__budget(i, d, m)
        if l18 is U:
            break
        l20 = lib__decimal(i, d, m, l18)
        if l20 is U:
            break
        raise UnsureError
    for _ in ONCE:
        if l5 is U:
            break
        l2 = l5 if l2 is U else once(l2, l5)
    return l2


def eval_05__usable(i, d, m):
    known = m[63]
    if known is not NOT_ASKED:
        return known
    l2 = U
    l2 = {}
    for _ in ONCE:
        l3 = U
        l4 = eval_05__slices(i, d, m)
        if l4 is U:
            break
        for l5, l6 in members(l4):
            l9 = l6.get('by', U) if type(l6) is dict else dot(l6, 'by')
            if l9 is U:
                continue
            l11 = lib__real(i, d, m, l9)
            if l11 is U or l11 is False:
                continue
            l12 = l6.get('metric', U) if type(l6) is dict else dot(l6, 'metric')
            if l12 is U:
                continue
            l14 = lib__real(i, d, m, l12)
            if l14 is U or l14 is False:
                continue
            l15 = l6.get('values', U) if type(l6) is dict else dot(l6, 'values')
            if l15 is U:
                continue
            if not (type(l15) is dict):
                continue
            l18 = []
            for _ in ONCE:
                l19 = l6.get('values', U) if type(l6) is dict else dot(l6, 'values')
                if l19 is U:
                    break
                for l20, l21 in members(l19):
                    if not (type(l21) in NUMBERS):
                        continue
                    l18.append(l21)
            l26 = count(l18)
            l28 = 1
            if gt(l26, l28) is False:
                continue
            insert_once(l2, l5, l6)
    m[63] = l2
    return l2


def eval_05__warn(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__limited_or_high(i, d, m)
        if l4 is U or l4 is False:
            break
        l5 = eval_05__usable(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            l10 = []
            for _ in ONCE:
                l11 = l7.get('values', U) if type(l7) is dict else dot(l7, 'values')
                if l11 is U:
                    break
                for l12, l13 in members(l11):
                    if not (type(l13) in NUMBERS):
                        continue
                    l10.append(l13)
            l18 = eval_05__gap_between(i, d, m, l10)
            if l18 is U:
                continue
            l21 = eval_05__budget(i, d, m)
            if l21 is U:
                continue
            if gt(l18, l21) is False:
                continue
            l24 = eval_05__too_far(i, d, m, l7, l18)
            if l24 is U:
                continue
            l27 = []
            l27.append('card')
            l27.append('governance')
            l27.append('evaluation')
            l27.append('slices')
            l27.append(l6)
            l27.append('values')
            l28 = lib__path(i, d, m, l27)
            if l28 is U:
                continue
            l30 = eval_05__gap_advice(i, d, m)
            if l30 is U:
                continue
            l32 = {}
            insert(l32, 'msg', l24)
            insert(l32, 'pointer', l28)
            insert(l32, 'remediation', l30)
            return True
    return False


def eval_06__deny(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'high':
            break
        l5 = evidence_lib__unchanged(i, d, m)
        if l5 is U:
            break
        l7 = evidence_lib__of(i, d, m, l5, 'evaluation')
        if l7 is U:
            break
        l9 = count(l7)
        l11 = 0
        if gt(l9, l11) is False:
            break
        l13 = eval_06__tested(i, d, m)
        if not (l13 is U or l13 is False):
            break
        l14 = evidence_lib__unchanged(i, d, m)
        if l14 is U:
            break
        l16 = evidence_lib__nearest(i, d, m, l14, 'evaluation')
        if l16 is U:
            break
        l18 = evidence_lib__entries(i, d, m)
        if l18 is U:
            break
        l19 = dot(l18, l16)
        if l19 is U:
            break
        l21 = evidence_lib__file_of(i, d, m, l19)
        if l21 is U:
            break
        raise UnsureError
    return False


def eval_06__tested(i, d, m):
    known = m[64]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = evidence_lib__unchanged(i, d, m)
        if l4 is U:
            break
        l6 = evidence_lib__of(i, d, m, l4, 'evaluation')
        if l6 is U:
            break
        for l8, l9 in members(l6):
            if type(l9) is not list:
                continue
            l12 = len(l9)
            l11 = 3
            if not equal(l12, l11):
                continue
            l13 = 0
            l13 = 0
            l14 = dot(l9, l13)
            if l14 is U:
                continue
            l15 = l14
            l13 = 1
            l14 = dot(l9, l13)
            if l14 is U:
                continue
            l16 = l14
            l13 = 2
            l14 = dot(l9, l13)
            if l14 is U:
                continue
            l17 = l14
            l18 = evidence_lib__entries(i, d, m)
            if l18 is U:
                continue
            l19 = dot(l18, l15)
            if l19 is U:
                continue
            l21 = evidence_lib__members(i, d, m, l19, 'robustness')
            if l21 is U:
                continue
            for l23, l24 in members(l21):
                l27 = l24.get('method', U) if type(l24) is dict else dot(l24, 'method')
                if l27 is U:
                    continue
                l29 = lib__real(i, d, m, l27)
                if l29 is U or l29 is False:
                    continue
                l30 = l24.get('metrics', U) if type(l24) is dict else dot(l24, 'metrics')
                if l30 is U:
                    continue
                if not (type(l30) is dict):
                    continue
                l33 = l24.get('metrics', U) if type(l24) is dict else dot(l24, 'metrics')
                if l33 is U:
                    continue
                for l34, l35 in members(l33):
                    if not (type(l35) in NUMBERS):
                        continue
                    l3 = True if l3 is U else once(l3, True)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    m[64] = l2
    return l2


def eval_07__bounded(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = l3.get('n', U) if type(l3) is dict else dot(l3, 'n')
        if l6 is U:
            break
        if not (type(l6) in NUMBERS):
            break
        l9 = l3.get('n', U) if type(l3) is dict else dot(l3, 'n')
        if l9 is U:
            break
        l11 = 0
        if gt(l9, l11) is False:
            break
        l4 = True if l4 is U else once(l4, True)
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    for _ in ONCE:
        l4 = U
        l6 = l3.get('interval', U) if type(l3) is dict else dot(l3, 'interval')
        if l6 is U:
            break
        if not (type(l6) is list):
            break
        l9 = l3.get('interval', U) if type(l3) is dict else dot(l3, 'interval')
        if l9 is U:
            break
        if type(l9) is not list:
            break
        l11 = len(l9)
        l10 = 2
        if not equal(l11, l10):
            break
        l12 = 0
        l12 = 0
        l13 = dot(l9, l12)
        if l13 is U:
            break
        l14 = l13
        l12 = 1
        l13 = dot(l9, l12)
        if l13 is U:
            break
        l15 = l13
        if not (type(l14) in NUMBERS):
            break
        if not (type(l15) in NUMBERS):
            break
        if lte(l14, l15) is False:
            break
        l4 = True if l4 is U else once(l4, True)
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def eval_07__certain(i, d, m):
    known = m[65]
    if known is not NOT_ASKED:
        return known
    l2 = U
    l2 = {}
    for _ in ONCE:
        l3 = U
        l4 = lib__complete(i, d, m)
        if l4 is U:
            break
        for l5, l6 in members(l4):
            l9 = eval_07__bounded(i, d, m, l6)
            if l9 is U or l9 is False:
                continue
            l10 = l6.get('name', U) if type(l6) is dict else dot(l6, 'name')
            if l10 is U:
                continue
            insert_once(l2, l10, True)
    m[65] = l2
    return l2


def eval_07__deny(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'high':
            break
        l5 = eval_07__gaps(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            return True
    return False


def eval_07__gaps(i, d, m):
    known = m[66]
    if known is not NOT_ASKED:
        return known
    l2 = U
    l2 = Set()
    for _ in ONCE:
        l3 = U
        l4 = lib__required_metrics(i, d, m)
        if l4 is U:
            break
        for l5, l6 in members(l4):
            for _ in ONCE:
                l9 = eval_07__certain(i, d, m)
                if l9 is U:
                    break
                l10 = dot(l9, l6)
                if l10 is U:
                    break
                if l10 is False:
                    break
            else:
                continue
            l11 = lib__shortened(i, d, m, l6)
            if l11 is U:
                continue
            raise UnsureError
    for _ in ONCE:
        l3 = U
        l4 = lib__required_metrics(i, d, m)
        if l4 is U:
            break
        l6 = count(l4)
        l8 = 0
        if not equal(l6, l8):
            break
        l9 = eval_07__certain(i, d, m)
        if l9 is U:
            break
        l11 = count(l9)
        l13 = 0
        if not equal(l11, l13):
            break
        l15 = {}
        insert(l15, 'msg', 'no metric is given with confidence_interval or n; expected one of them beside the number')
        insert(l15, 'pointer', '/card/model-index')
        l2[identity(l15)] = l15
    m[66] = l2
    return l2


def eval_07__warn(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'limited':
            break
        l5 = eval_07__gaps(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            return True
    return False


def eval_08__deny(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__limited_or_high(i, d, m)
        if l4 is U or l4 is False:
            break
        l5 = eval_08__shared(i, d, m)
        if l5 is U:
            break
        l7 = eval_08__unidentified(i, d, m)
        if l7 is U:
            break
        l9 = union(l5, l7)
        for l11, l12 in members(l9):
            return True
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'high':
            break
        l5 = eval_08__mixed(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            return True
    return False


def eval_08__evaluated(i, d, m):
    known = m[67]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = lib__evaluation_data(i, d, m)
        if l4 is U:
            break
        l6 = eval_08__identified(i, d, m, l4)
        if l6 is U:
            break
        l3 = l6 if l3 is U else once(l3, l6)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    m[67] = l2
    return l2


def eval_08__identified(i, d, m, l3):
    l2 = l4 = U
    l4 = U
    l6 = {}
    for l7, l8 in members(l3):
        l11 = l8.get('path', U) if type(l8) is dict else dot(l8, 'path')
        if l11 is U:
            continue
        if not (type(l11) is str):
            continue
        l14 = lib__digests(i, d, m, l8)
        if l14 is U:
            continue
        l17 = count(l14)
        l19 = 0
        if gt(l17, l19) is False:
            continue
        insert_once(l6, l7, l14)
    l4 = l6 if l4 is U else once(l4, l6)
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def eval_08__mixed(i, d, m):
    known = m[68]
    if known is not NOT_ASKED:
        return known
    l2 = U
    l2 = Set()
    for _ in ONCE:
        l3 = U
        l4 = evidence_lib__unchanged(i, d, m)
        if l4 is U:
            break
        l6 = evidence_lib__of(i, d, m, l4, 'evaluation')
        if l6 is U:
            break
        l8 = count(l6)
        l10 = 0
        if gt(l8, l10) is False:
            break
        l12 = eval_08__rows_apart(i, d, m)
        if not (l12 is U or l12 is False):
            break
        l13 = evidence_lib__unchanged(i, d, m)
        if l13 is U:
            break
        l15 = evidence_lib__nearest(i, d, m, l13, 'evaluation')
        if l15 is U:
            break
        l17 = evidence_lib__entries(i, d, m)
        if l17 is U:
            break
        l18 = dot(l17, l15)
        if l18 is U:
            break
        l20 = evidence_lib__file_of(i, d, m, l18)
        if l20 is U:
            break
        l22 = eval_08__overlap(i, d, m, l18)
        if l22 is U:
            break
        raise UnsureError
    m[68] = l2
    return l2


def eval_08__name_of(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = l3.get('name', U) if type(l3) is dict else dot(l3, 'name')
        if l6 is U:
            break
        if not (type(l6) is str):
            break
        l9 = l3.get('name', U) if type(l3) is dict else dot(l3, 'name')
        if l9 is U:
            break
        l11 = lib__shortened(i, d, m, l9)
        if l11 is U:
            break
        l4 = l11 if l4 is U else once(l4, l11)
    for _ in ONCE:
        if l4 is not U:
            break
        l4 = 'without a name' if l4 is U else once(l4, 'without a name')
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def eval_08__nested(i, d, m, l3, l4):
    l2 = l5 = U
    for _ in ONCE:
        l5 = U
        l8 = []
        l8.append(l3)
        l8.append('/')
        l9 = concat('', l8)
        l11 = []
        l11.append(l4)
        l11.append('/')
        l12 = concat('', l11)
        if startswith(l9, l12) is False:
            break
        l5 = True if l5 is U else once(l5, True)
    for _ in ONCE:
        if l5 is not U:
            break
        l8 = []
        l8.append(l4)
        l8.append('/')
        l9 = concat('', l8)
        l11 = []
        l11.append(l3)
        l11.append('/')
        l12 = concat('', l11)
        if startswith(l9, l12) is False:
            break
        l5 = True if l5 is U else once(l5, True)
    for _ in ONCE:
        if l5 is U:
            break
        l2 = l5 if l2 is U else once(l2, l5)
    return l2


def eval_08__overlap(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = l3.get('training_overlap', U) if type(l3) is dict else dot(l3, 'training_overlap')
        if l6 is U:
            break
        l7 = l6.get('rows', U) if type(l6) is dict else dot(l6, 'rows')
        if l7 is U:
            break
        if not (type(l7) in NUMBERS):
            break
        l10 = l3.get('training_overlap', U) if type(l3) is dict else dot(l3, 'training_overlap')
        if l10 is U:
            break
        l11 = l10.get('rows', U) if type(l10) is dict else dot(l10, 'rows')
        if l11 is U:
            break
        l13 = lib__whole_number(i, d, m, l11)
        if l13 is U:
            break
        raise UnsureError
    for _ in ONCE:
        if l4 is not U:
            break
        l4 = 'does not say how many of the evaluation rows are training rows' if l4 is U else once(l4, 'does not say how many of the evaluation rows are training rows')
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def eval_08__overlaps(i, d, m):
    known = m[69]
    if known is not NOT_ASKED:
        return known
    l2 = U
    l2 = Set()
    for _ in ONCE:
        l3 = U
        l4 = eval_08__evaluated(i, d, m)
        if l4 is U:
            break
        for l5, l6 in members(l4):
            l9 = eval_08__trained(i, d, m)
            if l9 is U:
                continue
            for l10, l11 in members(l9):
                for l14, l15 in members(l6):
                    l18 = dot(l11, l14)
                    if l18 is U:
                        continue
                    if not equal(l18, l15):
                        continue
                    l19 = []
                    l19.append(l5)
                    l19.append(l10)
                    l2[identity(l19)] = l19
    for _ in ONCE:
        l3 = U
        l4 = eval_08__evaluated(i, d, m)
        if l4 is U:
            break
        for l5, l6 in members(l4):
            l9 = eval_08__trained(i, d, m)
            if l9 is U:
                continue
            for l10, l11 in members(l9):
                l14 = lib__evaluation_data(i, d, m)
                if l14 is U:
                    continue
                l15 = dot(l14, l5)
                if l15 is U:
                    continue
                l16 = l15.get('path', U) if type(l15) is dict else dot(l15, 'path')
                if l16 is U:
                    continue
                l18 = lib__training_data(i, d, m)
                if l18 is U:
                    continue
                l19 = dot(l18, l10)
                if l19 is U:
                    continue
                l20 = l19.get('path', U) if type(l19) is dict else dot(l19, 'path')
                if l20 is U:
                    continue
                l22 = eval_08__nested(i, d, m, l16, l20)
                if l22 is U or l22 is False:
                    continue
                l23 = []
                l23.append(l5)
                l23.append(l10)
                l2[identity(l23)] = l23
    m[69] = l2
    return l2


def eval_08__rows_apart(i, d, m):
    known = m[70]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = evidence_lib__unchanged(i, d, m)
        if l4 is U:
            break
        l6 = evidence_lib__of(i, d, m, l4, 'evaluation')
        if l6 is U:
            break
        for l8, l9 in members(l6):
            if type(l9) is not list:
                continue
            l12 = len(l9)
            l11 = 3
            if not equal(l12, l11):
                continue
            l13 = 0
            l13 = 0
            l14 = dot(l9, l13)
            if l14 is U:
                continue
            l15 = l14
            l13 = 1
            l14 = dot(l9, l13)
            if l14 is U:
                continue
            l16 = l14
            l13 = 2
            l14 = dot(l9, l13)
            if l14 is U:
                continue
            l17 = l14
            l18 = evidence_lib__entries(i, d, m)
            if l18 is U:
                continue
            l19 = dot(l18, l15)
            if l19 is U:
                continue
            l20 = l19.get('training_overlap', U) if type(l19) is dict else dot(l19, 'training_overlap')
            if l20 is U:
                continue
            l21 = l20.get('rows', U) if type(l20) is dict else dot(l20, 'rows')
            if l21 is U:
                continue
            l22 = 0
            if not equal(l21, l22):
                continue
            l3 = True if l3 is U else once(l3, True)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    m[70] = l2
    return l2


def eval_08__shared(i, d, m):
    known = m[71]
    if known is not NOT_ASKED:
        return known
    l2 = U
    l2 = Set()
    for _ in ONCE:
        l3 = U
        l4 = eval_08__overlaps(i, d, m)
        if l4 is U:
            break
        for l5, l6 in members(l4):
            if type(l6) is not list:
                continue
            l9 = len(l6)
            l8 = 2
            if not equal(l9, l8):
                continue
            l10 = 0
            l10 = 0
            l11 = dot(l6, l10)
            if l11 is U:
                continue
            l12 = l11
            l10 = 1
            l11 = dot(l6, l10)
            if l11 is U:
                continue
            l13 = l11
            l14 = lib__evaluation_data(i, d, m)
            if l14 is U:
                continue
            l15 = dot(l14, l12)
            if l15 is U:
                continue
            l17 = eval_08__name_of(i, d, m, l15)
            if l17 is U:
                continue
            l19 = lib__training_data(i, d, m)
            if l19 is U:
                continue
            l20 = dot(l19, l13)
            if l20 is U:
                continue
            l22 = eval_08__name_of(i, d, m, l20)
            if l22 is U:
                continue
            raise UnsureError
    m[71] = l2
    return l2


def eval_08__trained(i, d, m):
    known = m[72]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = lib__training_data(i, d, m)
        if l4 is U:
            break
        l6 = eval_08__identified(i, d, m, l4)
        if l6 is U:
            break
        l3 = l6 if l3 is U else once(l3, l6)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    m[72] = l2
    return l2


def eval_08__unidentified(i, d, m):
    known = m[73]
    if known is not NOT_ASKED:
        return known
    l2 = U
    l2 = Set()
    for _ in ONCE:
        l3 = U
        l4 = lib__training_data(i, d, m)
        if l4 is U:
            break
        l6 = count(l4)
        l8 = 0
        if not equal(l6, l8):
            break
        l10 = {}
        insert(l10, 'msg', 'governance.training.data names no data; expected the training data, to tell it from the evaluation data')
        insert(l10, 'pointer', '/card/governance/training/data')
        l2[identity(l10)] = l10
    for _ in ONCE:
        l3 = U
        l4 = lib__evaluation_data(i, d, m)
        if l4 is U:
            break
        l6 = count(l4)
        l8 = 0
        if not equal(l6, l8):
            break
        l10 = {}
        insert(l10, 'msg', 'governance.evaluation.data names no data; expected the data that the metrics were measured on')
        insert(l10, 'pointer', '/card/governance/evaluation/data')
        l2[identity(l10)] = l10
    for _ in ONCE:
        l3 = U
        l4 = lib__evaluation_data(i, d, m)
        if l4 is U:
            break
        l6 = lib__training_data(i, d, m)
        if l6 is U:
            break
        l8 = {}
        insert(l8, 'evaluation', l4)
        insert(l8, 'training', l6)
        for l10, l11 in members(l8):
            l14 = eval_08__identified(i, d, m, l11)
            if l14 is U:
                continue
            for l17, l18 in members(l11):
                for _ in ONCE:
                    l21 = dot(l14, l17)
                    if l21 is U:
                        break
                    if l21 is False:
                        break
                else:
                    continue
                l22 = eval_08__name_of(i, d, m, l18)
                if l22 is U:
                    continue
                raise UnsureError
    for _ in ONCE:
        l3 = U
        l4 = eval_08__evaluated(i, d, m)
        if l4 is U:
            break
        for l5, l6 in members(l4):
            l9 = eval_08__trained(i, d, m)
            if l9 is U:
                continue
            for l10, l11 in members(l9):
                l14 = object_keys(l6)
                l16 = object_keys(l11)
                l18 = intersection(l14, l16)
                l20 = Set()
                if not equal(l18, l20):
                    continue
                l21 = lib__evaluation_data(i, d, m)
                if l21 is U:
                    continue
                l22 = dot(l21, l5)
                if l22 is U:
                    continue
                l24 = eval_08__name_of(i, d, m, l22)
                if l24 is U:
                    continue
                l26 = lib__training_data(i, d, m)
                if l26 is U:
                    continue
                l27 = dot(l26, l10)
                if l27 is U:
                    continue
                l29 = eval_08__name_of(i, d, m, l27)
                if l29 is U:
                    continue
                raise UnsureError
    m[73] = l2
    return l2


def eval_08__warn(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'minimal':
            break
        l5 = eval_08__shared(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            return True
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'limited':
            break
        l5 = eval_08__mixed(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            return True
    return False


def eval_09__covered(i, d, m):
    known = m[74]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = l20 = l21 = U
    for _ in ONCE:
        l3 = U
        l4 = evidence_lib__unchanged(i, d, m)
        if l4 is U:
            break
        l6 = evidence_lib__of(i, d, m, l4, 'evaluation')
        if l6 is U:
            break
        for l8, l9 in members(l6):
            if type(l9) is not list:
                continue
            l12 = len(l9)
            l11 = 3
            if not equal(l12, l11):
                continue
            l13 = 0
            l13 = 0
            l14 = dot(l9, l13)
            if l14 is U:
                continue
            l15 = l14
            l13 = 1
            l14 = dot(l9, l13)
            if l14 is U:
                continue
            l16 = l14
            l13 = 2
            l14 = dot(l9, l13)
            if l14 is U:
                continue
            l17 = l14
            l18 = lib__evaluation_data(i, d, m)
            if l18 is U:
                continue
            l20 = U
            for _ in ONCE:
                if not (type(l18) is not list):
                    break
                if not (type(l18) is not dict):
                    break
                if not (type(l18) is not Set):
                    break
            else:
                continue
            for l22, l23 in members(l18):
                l21 = U
                for _ in ONCE:
                    l26 = evidence_lib__entries(i, d, m)
                    if l26 is U:
                        break
                    l27 = dot(l26, l15)
                    if l27 is U:
                        break
                    l29 = evidence_lib__read_by(i, d, m, l27, l23)
                    if l29 is U or l29 is False:
                        break
                    l21 = True
                if l21 is not U:
                    continue
                l20 = True
            if l20 is not U:
                continue
            l3 = True if l3 is U else once(l3, True)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    m[74] = l2
    return l2


def eval_09__deny(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'high':
            break
        l5 = eval_09__gaps(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            return True
    return False


def eval_09__gaps(i, d, m):
    known = m[75]
    if known is not NOT_ASKED:
        return known
    l2 = U
    l2 = Set()
    for _ in ONCE:
        l3 = U
        l4 = evidence_lib__unchanged(i, d, m)
        if l4 is U:
            break
        l6 = evidence_lib__of(i, d, m, l4, 'evaluation')
        if l6 is U:
            break
        l8 = count(l6)
        l10 = 0
        if gt(l8, l10) is False:
            break
        l12 = eval_09__covered(i, d, m)
        if not (l12 is U or l12 is False):
            break
        l13 = lib__evaluation_data(i, d, m)
        if l13 is U:
            break
        for l14, l15 in members(l13):
            l18 = evidence_lib__unchanged(i, d, m)
            if l18 is U:
                continue
            l20 = evidence_lib__nearest(i, d, m, l18, 'evaluation')
            if l20 is U:
                continue
            l22 = evidence_lib__entries(i, d, m)
            if l22 is U:
                continue
            l23 = dot(l22, l20)
            if l23 is U:
                continue
            l25 = evidence_lib__read_by(i, d, m, l23, l15)
            if not (l25 is U or l25 is False):
                continue
            l26 = evidence_lib__file_of(i, d, m, l23)
            if l26 is U:
                continue
            l28 = lib__path_of(i, d, m, l15)
            if l28 is U:
                continue
            raise UnsureError
    m[75] = l2
    return l2


def eval_09__warn(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'limited':
            break
        l5 = eval_09__gaps(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            return True
    return False


def evidence_lib__age_end(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = evidence_lib__max_age(i, d, m)
        if not (l6 is U or l6 is False):
            break
        l4 = '9999-12-31' if l4 is U else once(l4, '9999-12-31')
    for _ in ONCE:
        if l4 is not U:
            break
        l6 = l3.get('finished', U) if type(l3) is dict else dot(l3, 'finished')
        if l6 is U:
            break
        l8 = 0
        l9 = 10
        l10 = substring(l6, l8, l9)
        l13 = lib__calendar_day(i, d, m, l10)
        if l13 is U or l13 is False:
            break
        if gte(l10, '1970-01-01') is False:
            break
        if lt(l10, '2100-01-01') is False:
            break
        raise UnsureError
    for _ in ONCE:
        if l4 is not U:
            break
        l4 = '1970-01-01' if l4 is U else once(l4, '1970-01-01')
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def evidence_lib__before_end(i, d, m, l3, l4):
    l2 = l5 = U
    for _ in ONCE:
        l5 = U
        l8 = l3.get('valid_before', U) if type(l3) is dict else dot(l3, 'valid_before')
        if l8 is U:
            break
        if l8 != '':
            break
        l5 = True if l5 is U else once(l5, True)
    for _ in ONCE:
        if l5 is U:
            break
        l2 = l5 if l2 is U else once(l2, l5)
    for _ in ONCE:
        l5 = U
        l8 = l3.get('valid_before', U) if type(l3) is dict else dot(l3, 'valid_before')
        if l8 is U:
            break
        if not (type(l8) is str):
            break
        l11 = l3.get('valid_before', U) if type(l3) is dict else dot(l3, 'valid_before')
        if l11 is U:
            break
        if lte(l4, l11) is False:
            break
        l5 = True if l5 is U else once(l5, True)
    for _ in ONCE:
        if l5 is U:
            break
        l2 = l5 if l2 is U else once(l2, l5)
    return l2


def evidence_lib__builders(i, d, m):
    known = m[76]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        for _ in ONCE:
            for _ in ONCE:
                l6 = d.get('govml', U)
                if l6 is U:
                    break
                l7 = l6.get('parameters', U) if type(l6) is dict else dot(l6, 'parameters')
                if l7 is U:
                    break
                l8 = l7.get('builders', U) if type(l7) is dict else dot(l7, 'builders')
                if l8 is U:
                    break
            else:
                break
        else:
            break
        if not (type(l8) is list):
            break
        for _ in ONCE:
            for _ in ONCE:
                l13 = d.get('govml', U)
                if l13 is U:
                    break
                l14 = l13.get('parameters', U) if type(l13) is dict else dot(l13, 'parameters')
                if l14 is U:
                    break
                l15 = l14.get('builders', U) if type(l14) is dict else dot(l14, 'builders')
                if l15 is U:
                    break
            else:
                break
        else:
            break
        l3 = l15 if l3 is U else once(l3, l15)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    for _ in ONCE:
        if l2 is not U:
            break
        l17 = []
        l2 = l17 if l2 is U else once(l2, l17)
    m[76] = l2
    return l2


def evidence_lib__builds(i, d, m, l3, l4):
    l2 = l5 = U
    for _ in ONCE:
        l5 = U
        for _ in ONCE:
            l8 = l3.get('kinds', U) if type(l3) is dict else dot(l3, 'kinds')
            if l8 is U:
                break
            if l8 is False:
                break
        else:
            break
        l5 = True if l5 is U else once(l5, True)
    for _ in ONCE:
        if l5 is not U:
            break
        l8 = evidence_lib__members(i, d, m, l3, 'kinds')
        if l8 is U:
            break
        for l10, l11 in members(l8):
            if not equal(l11, l4):
                continue
            l5 = True if l5 is U else once(l5, True)
    for _ in ONCE:
        if l5 is U:
            break
        l2 = l5 if l2 is U else once(l2, l5)
    return l2


def evidence_lib__built(i, d, m):
    known = m[77]
    if known is not NOT_ASKED:
        return known
    l2 = U
    l2 = Set()
    for _ in ONCE:
        l3 = U
        l4 = evidence_lib__own(i, d, m)
        if l4 is U:
            break
        for l5, l6 in members(l4):
            if type(l6) is not list:
                continue
            l9 = len(l6)
            l8 = 3
            if not equal(l9, l8):
                continue
            l10 = 0
            l10 = 0
            l11 = dot(l6, l10)
            if l11 is U:
                continue
            l12 = l11
            l10 = 1
            l11 = dot(l6, l10)
            if l11 is U:
                continue
            l13 = l11
            l10 = 2
            l11 = dot(l6, l10)
            if l11 is U:
                continue
            l14 = l11
            l15 = evidence_lib__entries(i, d, m)
            if l15 is U:
                continue
            l16 = dot(l15, l12)
            if l16 is U:
                continue
            l18 = evidence_lib__entries(i, d, m)
            if l18 is U:
                continue
            l19 = dot(l18, l12)
            if l19 is U:
                continue
            l20 = l19.get('signatures', U) if type(l19) is dict else dot(l19, 'signatures')
            if l20 is U:
                continue
            l21 = dot(l20, l13)
            if l21 is U:
                continue
            l22 = l21.get('principals', U) if type(l21) is dict else dot(l21, 'principals')
            if l22 is U:
                continue
            l23 = dot(l22, l14)
            if l23 is U:
                continue
            l24 = l23.get('name', U) if type(l23) is dict else dot(l23, 'name')
            if l24 is U:
                continue
            l26 = evidence_lib__by_builder(i, d, m, l16, l24)
            if l26 is U or l26 is False:
                continue
            l27 = []
            l27.append(l12)
            l27.append(l13)
            l27.append(l14)
            l2[identity(l27)] = l27
    m[77] = l2
    return l2


def evidence_lib__by_builder(i, d, m, l3, l4):
    l2 = l5 = U
    for _ in ONCE:
        l5 = U
        l8 = evidence_lib__builders(i, d, m)
        if l8 is U:
            break
        for l9, l10 in members(l8):
            l13 = l10.get('id', U) if type(l10) is dict else dot(l10, 'id')
            if l13 is U:
                continue
            l14 = l3.get('builder', U) if type(l3) is dict else dot(l3, 'builder')
            if l14 is U:
                continue
            if not equal(l13, l14):
                continue
            l15 = evidence_lib__members(i, d, m, l10, 'principals')
            if l15 is U:
                continue
            for l17, l18 in members(l15):
                if not equal(l18, l4):
                    continue
                l21 = l3.get('kind', U) if type(l3) is dict else dot(l3, 'kind')
                if l21 is U:
                    continue
                l23 = evidence_lib__builds(i, d, m, l10, l21)
                if l23 is U or l23 is False:
                    continue
                l5 = True if l5 is U else once(l5, True)
    for _ in ONCE:
        if l5 is not U:
            break
        l8 = lib__tier(i, d, m)
        if l8 is U:
            break
        if l8 != 'limited':
            break
        l9 = evidence_lib__builders(i, d, m)
        if l9 is U:
            break
        l11 = count(l9)
        l13 = 0
        if not equal(l11, l13):
            break
        l14 = l3.get('builder', U) if type(l3) is dict else dot(l3, 'builder')
        if l14 is U:
            break
        l15 = evidence_lib__local(i, d, m)
        if l15 is U:
            break
        if not equal(l14, l15):
            break
        l5 = True if l5 is U else once(l5, True)
    for _ in ONCE:
        if l5 is U:
            break
        l2 = l5 if l2 is U else once(l2, l5)
    return l2


def evidence_lib__clean(i, d, m):
    known = m[78]
    if known is not NOT_ASKED:
        return known
    l2 = U
    l2 = Set()
    for _ in ONCE:
        l3 = U
        l4 = evidence_lib__reached(i, d, m)
        if l4 is U:
            break
        for l5, l6 in members(l4):
            if type(l6) is not list:
                continue
            l9 = len(l6)
            l8 = 3
            if not equal(l9, l8):
                continue
            l10 = 0
            l10 = 0
            l11 = dot(l6, l10)
            if l11 is U:
                continue
            l12 = l11
            l10 = 1
            l11 = dot(l6, l10)
            if l11 is U:
                continue
            l13 = l11
            l10 = 2
            l11 = dot(l6, l10)
            if l11 is U:
                continue
            l14 = l11
            l15 = evidence_lib__entries(i, d, m)
            if l15 is U:
                continue
            l16 = dot(l15, l12)
            if l16 is U:
                continue
            l17 = l16.get('dirty', U) if type(l16) is dict else dot(l16, 'dirty')
            if l17 is U:
                continue
            if l17 is not False:
                continue
            l18 = []
            l18.append(l12)
            l18.append(l13)
            l18.append(l14)
            l2[identity(l18)] = l18
    m[78] = l2
    return l2


def evidence_lib__counted(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        if not (type(l3) in NUMBERS):
            break
        l7 = 0
        if gte(l3, l7) is False:
            break
        l9 = 36500
        if lte(l3, l9) is False:
            break
        raise UnsureError
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def evidence_lib__entries(i, d, m):
    known = m[79]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = i.get('evidence', U)
        if l4 is U:
            break
        if not (type(l4) is list):
            break
        l7 = i.get('evidence', U)
        if l7 is U:
            break
        l3 = l7 if l3 is U else once(l3, l7)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    for _ in ONCE:
        if l2 is not U:
            break
        l9 = []
        l2 = l9 if l2 is U else once(l2, l9)
    m[79] = l2
    return l2


def evidence_lib__file_of(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = l3.get('path', U) if type(l3) is dict else dot(l3, 'path')
        if l6 is U:
            break
        if not (type(l6) is str):
            break
        l9 = l3.get('path', U) if type(l3) is dict else dot(l3, 'path')
        if l9 is U:
            break
        l11 = lib__shortened(i, d, m, l9)
        if l11 is U:
            break
        l4 = l11 if l4 is U else once(l4, l11)
    for _ in ONCE:
        if l4 is not U:
            break
        l4 = 'a bundle' if l4 is U else once(l4, 'a bundle')
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def evidence_lib__finished(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = l3.get('kind', U) if type(l3) is dict else dot(l3, 'kind')
        if l6 is U:
            break
        if l6 != 'training':
            break
        l7 = l3.get('status', U) if type(l3) is dict else dot(l3, 'status')
        if l7 is U:
            break
        if l7 != 'succeeded':
            break
        l4 = True if l4 is U else once(l4, True)
    for _ in ONCE:
        if l4 is not U:
            break
        l6 = l3.get('kind', U) if type(l3) is dict else dot(l3, 'kind')
        if l6 is U:
            break
        if l6 != 'evaluation':
            break
        l4 = True if l4 is U else once(l4, True)
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def evidence_lib__fitting(i, d, m):
    known = m[80]
    if known is not NOT_ASKED:
        return known
    l2 = U
    l2 = Set()
    for _ in ONCE:
        l3 = U
        l4 = i.get('artifact', U)
        if l4 is U:
            break
        if not (type(l4) is dict):
            break
        l7 = evidence_lib__present(i, d, m)
        if l7 is U:
            break
        for l8, l9 in members(l7):
            if type(l9) is not list:
                continue
            l12 = len(l9)
            l11 = 1
            if not equal(l12, l11):
                continue
            l13 = 0
            l13 = 0
            l14 = dot(l9, l13)
            if l14 is U:
                continue
            l16 = evidence_lib__entries(i, d, m)
            if l16 is U:
                continue
            l17 = dot(l16, l14)
            if l17 is U:
                continue
            l18 = l17.get('artifact', U) if type(l17) is dict else dot(l17, 'artifact')
            if l18 is U:
                continue
            if l18 is not True:
                continue
            l19 = []
            l19.append(l14)
            l2[identity(l19)] = l19
    m[80] = l2
    return l2


def evidence_lib__foreign(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = evidence_lib__entries(i, d, m)
        if l6 is U:
            break
        l7 = dot(l6, l3)
        if l7 is U:
            break
        l9 = evidence_lib__named(i, d, m, l7)
        if not (l9 is U or l9 is False):
            break
        l10 = evidence_lib__entries(i, d, m)
        if l10 is U:
            break
        l11 = dot(l10, l3)
        if l11 is U:
            break
        l13 = evidence_lib__file_of(i, d, m, l11)
        if l13 is U:
            break
        l15 = evidence_lib__entries(i, d, m)
        if l15 is U:
            break
        l16 = dot(l15, l3)
        if l16 is U:
            break
        l18 = evidence_lib__said(i, d, m, l16, 'model')
        if l18 is U:
            break
        raise UnsureError
    for _ in ONCE:
        if l4 is not U:
            break
        l6 = evidence_lib__entries(i, d, m)
        if l6 is U:
            break
        l7 = dot(l6, l3)
        if l7 is U:
            break
        l9 = evidence_lib__file_of(i, d, m, l7)
        if l9 is U:
            break
        l11 = evidence_lib__entries(i, d, m)
        if l11 is U:
            break
        l12 = dot(l11, l3)
        if l12 is U:
            break
        l14 = evidence_lib__said(i, d, m, l12, 'repository')
        if l14 is U:
            break
        raise UnsureError
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def evidence_lib__from_here(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = evidence_lib__repository(i, d, m)
        if not (l6 is U or l6 is False):
            break
        l4 = True if l4 is U else once(l4, True)
    for _ in ONCE:
        if l4 is not U:
            break
        l6 = l3.get('repository', U) if type(l3) is dict else dot(l3, 'repository')
        if l6 is U:
            break
        l7 = evidence_lib__repository(i, d, m)
        if l7 is U:
            break
        if not equal(l6, l7):
            break
        l4 = True if l4 is U else once(l4, True)
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def evidence_lib__holder(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = 0
        l7 = dot(l3, l6)
        if l7 is U:
            break
        l9 = 1
        l10 = dot(l3, l9)
        if l10 is U:
            break
        l12 = 2
        l13 = dot(l3, l12)
        if l13 is U:
            break
        l15 = evidence_lib__entries(i, d, m)
        if l15 is U:
            break
        l16 = dot(l15, l7)
        if l16 is U:
            break
        l17 = l16.get('signatures', U) if type(l16) is dict else dot(l16, 'signatures')
        if l17 is U:
            break
        l18 = dot(l17, l10)
        if l18 is U:
            break
        l19 = l18.get('principals', U) if type(l18) is dict else dot(l18, 'principals')
        if l19 is U:
            break
        l20 = dot(l19, l13)
        if l20 is U:
            break
        l4 = l20 if l4 is U else once(l4, l20)
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def evidence_lib__incomplete(i, d, m):
    known = m[81]
    if known is not NOT_ASKED:
        return known
    l2 = U
    l2 = Set()
    for _ in ONCE:
        l3 = U
        l4 = evidence_lib__entries(i, d, m)
        if l4 is U:
            break
        for l5, l6 in members(l4):
            l9 = evidence_lib__unread(i, d, m, l6)
            if l9 is U:
                continue
            l11 = count(l9)
            l13 = 0
            if gt(l11, l13) is False:
                continue
            l2[identity(l5)] = l5
    m[81] = l2
    return l2


def evidence_lib__inputs_of(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = evidence_lib__members(i, d, m, l3, 'inputs')
        if l6 is U:
            break
        l4 = l6 if l4 is U else once(l4, l6)
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def evidence_lib__key_end(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = evidence_lib__holder(i, d, m, l3)
        if l6 is U:
            break
        l8 = l6.get('valid_before', U) if type(l6) is dict else dot(l6, 'valid_before')
        if l8 is U:
            break
        if neq(l8, '') is False:
            break
        l11 = evidence_lib__holder(i, d, m, l3)
        if l11 is U:
            break
        l13 = l11.get('valid_before', U) if type(l11) is dict else dot(l11, 'valid_before')
        if l13 is U:
            break
        l15 = 0
        l16 = 10
        l17 = substring(l13, l15, l16)
        l4 = l17 if l4 is U else once(l4, l17)
    for _ in ONCE:
        if l4 is not U:
            break
        l4 = '9999-12-31' if l4 is U else once(l4, '9999-12-31')
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def evidence_lib__local(i, d, m):
    known = FACTS[3]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    l3 = U
    l3 = 'https://govml.dev/builders/local' if l3 is U else once(l3, 'https://govml.dev/builders/local')
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    FACTS[3] = l2
    return l2


def evidence_lib__locks(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = l3.get('role', U) if type(l3) is dict else dot(l3, 'role')
        if l6 is U:
            break
        if l6 != 'lock':
            break
        l4 = True if l4 is U else once(l4, True)
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def evidence_lib__max_age(i, d, m):
    known = m[82]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        for _ in ONCE:
            for _ in ONCE:
                l6 = d.get('govml', U)
                if l6 is U:
                    break
                l7 = l6.get('parameters', U) if type(l6) is dict else dot(l6, 'parameters')
                if l7 is U:
                    break
                l8 = l7.get('evidence_max_age_days', U) if type(l7) is dict else dot(l7, 'evidence_max_age_days')
                if l8 is U:
                    break
            else:
                break
        else:
            break
        if not (type(l8) is dict):
            break
        l11 = lib__tier(i, d, m)
        if l11 is U:
            break
        l13 = d.get('govml', U)
        if l13 is U:
            break
        l14 = l13.get('parameters', U) if type(l13) is dict else dot(l13, 'parameters')
        if l14 is U:
            break
        l15 = l14.get('evidence_max_age_days', U) if type(l14) is dict else dot(l14, 'evidence_max_age_days')
        if l15 is U:
            break
        l16 = dot(l15, l11)
        if l16 is U:
            break
        for _ in ONCE:
            break
        l20 = evidence_lib__counted(i, d, m, l16)
        if l20 is U or l20 is False:
            break
        l3 = l16 if l3 is U else once(l3, l16)
    for _ in ONCE:
        if l3 is not U:
            break
        for _ in ONCE:
            for _ in ONCE:
                l6 = d.get('govml', U)
                if l6 is U:
                    break
                l7 = l6.get('parameters', U) if type(l6) is dict else dot(l6, 'parameters')
                if l7 is U:
                    break
                l8 = l7.get('evidence_max_age_days', U) if type(l7) is dict else dot(l7, 'evidence_max_age_days')
                if l8 is U:
                    break
            else:
                break
        else:
            break
        l10 = evidence_lib__counted(i, d, m, l8)
        if l10 is U or l10 is False:
            break
        for _ in ONCE:
            for _ in ONCE:
                l13 = d.get('govml', U)
                if l13 is U:
                    break
                l14 = l13.get('parameters', U) if type(l13) is dict else dot(l13, 'parameters')
                if l14 is U:
                    break
                l15 = l14.get('evidence_max_age_days', U) if type(l14) is dict else dot(l14, 'evidence_max_age_days')
                if l15 is U:
                    break
            else:
                break
        else:
            break
        l3 = l15 if l3 is U else once(l3, l15)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    m[82] = l2
    return l2


def evidence_lib__members(i, d, m, l3, l4):
    l2 = l5 = U
    for _ in ONCE:
        l5 = U
        l8 = dot(l3, l4)
        if l8 is U:
            break
        if not (type(l8) is list):
            break
        l11 = dot(l3, l4)
        if l11 is U:
            break
        l5 = l11 if l5 is U else once(l5, l11)
    for _ in ONCE:
        if l5 is not U:
            break
        l8 = []
        l5 = l8 if l5 is U else once(l5, l8)
    for _ in ONCE:
        if l5 is U:
            break
        l2 = l5 if l2 is U else once(l2, l5)
    return l2


def evidence_lib__missing(i, d, m, l3):
    l2 = l4 = U
    l4 = U
    l6 = Set()
    for _ in ONCE:
        l7 = evidence_lib__entries(i, d, m)
        if l7 is U:
            break
        for l8, l9 in members(l7):
            l12 = evidence_lib__readable(i, d, m, l9)
            if l12 is U or l12 is False:
                continue
            l13 = l9.get('kind', U) if type(l9) is dict else dot(l9, 'kind')
            if l13 is U:
                continue
            if not equal(l13, l3):
                continue
            l6[identity(l8)] = l8
    raise UnsureError
    return l2


def evidence_lib__moved(i, d, m):
    known = m[83]
    if known is not NOT_ASKED:
        return known
    l2 = U
    l2 = {}
    for _ in ONCE:
        l3 = U
        l4 = evidence_lib__entries(i, d, m)
        if l4 is U:
            break
        for l5, l6 in members(l4):
            l9 = evidence_lib__inputs_of(i, d, m, l6)
            if l9 is U:
                continue
            for l11, l12 in members(l9):
                l15 = evidence_lib__locks(i, d, m, l12)
                if not (l15 is U or l15 is False):
                    continue
                for _ in ONCE:
                    l16 = evidence_lib__read_now(i, d, m)
                    if l16 is U:
                        break
                    l17 = dot(l16, l5)
                    if l17 is U:
                        break
                    l18 = dot(l17, l11)
                    if l18 is U:
                        break
                    if l18 is False:
                        break
                else:
                    continue
                for _ in ONCE:
                    l19 = dot(l2, l5)
                    if not (l19 is U):
                        break
                    l19 = Set()
                l19[identity(l11)] = l11
                insert(l2, l5, l19)
                insert(l2, l5, l19)
    m[83] = l2
    return l2


def evidence_lib__named(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = l3.get('model', U) if type(l3) is dict else dot(l3, 'model')
        if l6 is U:
            break
        l7 = i.get('name', U)
        if l7 is U:
            break
        if not equal(l6, l7):
            break
        l4 = True if l4 is U else once(l4, True)
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def evidence_lib__nearest(i, d, m, l3, l4):
    l2 = l5 = U
    for _ in ONCE:
        l5 = U
        l8 = evidence_lib__of(i, d, m, l3, l4)
        if l8 is U:
            break
        raise UnsureError
    for _ in ONCE:
        if l5 is U:
            break
        l2 = l5 if l2 is U else once(l2, l5)
    return l2


def evidence_lib__of(i, d, m, l3, l4):
    l2 = l5 = U
    l5 = U
    l8 = Set()
    for l9, l10 in members(l3):
        l13 = 0
        l14 = dot(l10, l13)
        if l14 is U:
            continue
        l16 = evidence_lib__entries(i, d, m)
        if l16 is U:
            continue
        l17 = dot(l16, l14)
        if l17 is U:
            continue
        l18 = l17.get('kind', U) if type(l17) is dict else dot(l17, 'kind')
        if l18 is U:
            continue
        if not equal(l18, l4):
            continue
        l8[identity(l10)] = l10
    l5 = l8 if l5 is U else once(l5, l8)
    for _ in ONCE:
        if l5 is U:
            break
        l2 = l5 if l2 is U else once(l2, l5)
    return l2


def evidence_lib__outdated(i, d, m, l3):
    l2 = l4 = U
    l4 = U
    l6 = Set()
    for _ in ONCE:
        l7 = evidence_lib__moved(i, d, m)
        if l7 is U:
            break
        l8 = dot(l7, l3)
        if l8 is U:
            break
        for l9, l10 in members(l8):
            l13 = evidence_lib__entries(i, d, m)
            if l13 is U:
                continue
            l14 = dot(l13, l3)
            if l14 is U:
                continue
            l16 = evidence_lib__inputs_of(i, d, m, l14)
            if l16 is U:
                continue
            l18 = dot(l16, l10)
            if l18 is U:
                continue
            l20 = evidence_lib__said(i, d, m, l18, 'path')
            if l20 is U:
                continue
            l6[identity(l20)] = l20
    raise UnsureError
    return l2


def evidence_lib__own(i, d, m):
    known = m[84]
    if known is not NOT_ASKED:
        return known
    l2 = U
    l2 = Set()
    for _ in ONCE:
        l3 = U
        l4 = evidence_lib__trusted(i, d, m)
        if l4 is U:
            break
        for l5, l6 in members(l4):
            if type(l6) is not list:
                continue
            l9 = len(l6)
            l8 = 3
            if not equal(l9, l8):
                continue
            l10 = 0
            l10 = 0
            l11 = dot(l6, l10)
            if l11 is U:
                continue
            l12 = l11
            l10 = 1
            l11 = dot(l6, l10)
            if l11 is U:
                continue
            l13 = l11
            l10 = 2
            l11 = dot(l6, l10)
            if l11 is U:
                continue
            l14 = l11
            l15 = evidence_lib__entries(i, d, m)
            if l15 is U:
                continue
            l16 = dot(l15, l12)
            if l16 is U:
                continue
            l17 = l16.get('model', U) if type(l16) is dict else dot(l16, 'model')
            if l17 is U:
                continue
            l18 = i.get('name', U)
            if l18 is U:
                continue
            if not equal(l17, l18):
                continue
            l19 = evidence_lib__entries(i, d, m)
            if l19 is U:
                continue
            l20 = dot(l19, l12)
            if l20 is U:
                continue
            l22 = evidence_lib__from_here(i, d, m, l20)
            if l22 is U or l22 is False:
                continue
            l23 = []
            l23.append(l12)
            l23.append(l13)
            l23.append(l14)
            l2[identity(l23)] = l23
    m[84] = l2
    return l2


def evidence_lib__present(i, d, m):
    known = m[85]
    if known is not NOT_ASKED:
        return known
    l2 = U
    l2 = Set()
    for _ in ONCE:
        l3 = U
        l4 = evidence_lib__entries(i, d, m)
        if l4 is U:
            break
        for l5, l6 in members(l4):
            l9 = evidence_lib__readable(i, d, m, l6)
            if l9 is U or l9 is False:
                continue
            l10 = evidence_lib__finished(i, d, m, l6)
            if l10 is U or l10 is False:
                continue
            l11 = []
            l11.append(l5)
            l2[identity(l11)] = l11
    m[85] = l2
    return l2


def evidence_lib__reached(i, d, m):
    known = m[86]
    if known is not NOT_ASKED:
        return known
    l2 = U
    l2 = Set()
    for _ in ONCE:
        l3 = U
        l4 = evidence_lib__built(i, d, m)
        if l4 is U:
            break
        for l5, l6 in members(l4):
            if type(l6) is not list:
                continue
            l9 = len(l6)
            l8 = 3
            if not equal(l9, l8):
                continue
            l10 = 0
            l10 = 0
            l11 = dot(l6, l10)
            if l11 is U:
                continue
            l12 = l11
            l10 = 1
            l11 = dot(l6, l10)
            if l11 is U:
                continue
            l13 = l11
            l10 = 2
            l11 = dot(l6, l10)
            if l11 is U:
                continue
            l14 = l11
            l15 = evidence_lib__entries(i, d, m)
            if l15 is U:
                continue
            l16 = dot(l15, l12)
            if l16 is U:
                continue
            l17 = l16.get('reachable', U) if type(l16) is dict else dot(l16, 'reachable')
            if l17 is U:
                continue
            if l17 is not True:
                continue
            l18 = []
            l18.append(l12)
            l18.append(l13)
            l18.append(l14)
            l2[identity(l18)] = l18
    m[86] = l2
    return l2


def evidence_lib__read_by(i, d, m, l3, l4):
    l2 = l5 = U
    for _ in ONCE:
        l5 = U
        l8 = evidence_lib__inputs_of(i, d, m, l3)
        if l8 is U:
            break
        for l10, l11 in members(l8):
            l14 = lib__digests(i, d, m, l11)
            if l14 is U:
                continue
            l16 = lib__digests(i, d, m, l4)
            if l16 is U:
                continue
            l18 = lib__agree(i, d, m, l14, l16)
            if l18 is U or l18 is False:
                continue
            l5 = True if l5 is U else once(l5, True)
    for _ in ONCE:
        if l5 is not U:
            break
        l8 = evidence_lib__inputs_of(i, d, m, l3)
        if l8 is U:
            break
        for l10, l11 in members(l8):
            l14 = l11.get('path', U) if type(l11) is dict else dot(l11, 'path')
            if l14 is U:
                continue
            if not (type(l14) is str):
                continue
            l17 = l4.get('path', U) if type(l4) is dict else dot(l4, 'path')
            if l17 is U:
                continue
            if not (type(l17) is str):
                continue
            l20 = l11.get('path', U) if type(l11) is dict else dot(l11, 'path')
            if l20 is U:
                continue
            l22 = []
            l22.append(l20)
            l22.append('/')
            l23 = concat('', l22)
            l25 = l4.get('path', U) if type(l4) is dict else dot(l4, 'path')
            if l25 is U:
                continue
            if startswith(l25, l23) is False:
                continue
            l5 = True if l5 is U else once(l5, True)
    for _ in ONCE:
        if l5 is U:
            break
        l2 = l5 if l2 is U else once(l2, l5)
    return l2


def evidence_lib__read_now(i, d, m):
    known = m[87]
    if known is not NOT_ASKED:
        return known
    l2 = U
    l2 = {}
    for _ in ONCE:
        l3 = U
        l4 = evidence_lib__entries(i, d, m)
        if l4 is U:
            break
        for l5, l6 in members(l4):
            l9 = evidence_lib__inputs_of(i, d, m, l6)
            if l9 is U:
                continue
            for l11, l12 in members(l9):
                l15 = evidence_lib__same_bytes(i, d, m, l12)
                if l15 is U or l15 is False:
                    continue
                for _ in ONCE:
                    l16 = dot(l2, l5)
                    if not (l16 is U):
                        break
                    l16 = Set()
                l16[identity(l11)] = l11
                insert(l2, l5, l16)
                insert(l2, l5, l16)
    m[87] = l2
    return l2


def evidence_lib__readable(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        if not (type(l3) is dict):
            break
        for _ in ONCE:
            l7 = l3.get('problem', U) if type(l3) is dict else dot(l3, 'problem')
            if l7 is U:
                break
            if l7 is False:
                break
        else:
            break
        l4 = True if l4 is U else once(l4, True)
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def evidence_lib__refusal(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = evidence_lib__present(i, d, m)
        if l6 is U:
            break
        l8 = evidence_lib__of(i, d, m, l6, l3)
        if l8 is U:
            break
        l10 = count(l8)
        l12 = 0
        if not equal(l10, l12):
            break
        l13 = evidence_lib__missing(i, d, m, l3)
        if l13 is U:
            break
        l4 = l13 if l4 is U else once(l4, l13)
    for _ in ONCE:
        if l4 is not U:
            break
        l6 = evidence_lib__fitting(i, d, m)
        if l6 is U:
            break
        l8 = evidence_lib__of(i, d, m, l6, l3)
        if l8 is U:
            break
        l10 = count(l8)
        l12 = 0
        if not equal(l10, l12):
            break
        l13 = evidence_lib__present(i, d, m)
        if l13 is U:
            break
        l15 = evidence_lib__nearest(i, d, m, l13, l3)
        if l15 is U:
            break
        l17 = evidence_lib__unfitting(i, d, m, l15)
        if l17 is U:
            break
        l4 = l17 if l4 is U else once(l4, l17)
    for _ in ONCE:
        if l4 is not U:
            break
        l6 = evidence_lib__signed(i, d, m)
        if l6 is U:
            break
        l8 = evidence_lib__of(i, d, m, l6, l3)
        if l8 is U:
            break
        l10 = count(l8)
        l12 = 0
        if not equal(l10, l12):
            break
        l13 = evidence_lib__fitting(i, d, m)
        if l13 is U:
            break
        l15 = evidence_lib__nearest(i, d, m, l13, l3)
        if l15 is U:
            break
        l17 = evidence_lib__unsigned(i, d, m, l15)
        if l17 is U:
            break
        l4 = l17 if l4 is U else once(l4, l17)
    for _ in ONCE:
        if l4 is not U:
            break
        l6 = evidence_lib__trusted(i, d, m)
        if l6 is U:
            break
        l8 = evidence_lib__of(i, d, m, l6, l3)
        if l8 is U:
            break
        l10 = count(l8)
        l12 = 0
        if not equal(l10, l12):
            break
        l13 = evidence_lib__signed(i, d, m)
        if l13 is U:
            break
        l15 = evidence_lib__of(i, d, m, l13, l3)
        if l15 is U:
            break
        raise UnsureError
    for _ in ONCE:
        if l4 is not U:
            break
        l6 = evidence_lib__own(i, d, m)
        if l6 is U:
            break
        l8 = evidence_lib__of(i, d, m, l6, l3)
        if l8 is U:
            break
        l10 = count(l8)
        l12 = 0
        if not equal(l10, l12):
            break
        l13 = evidence_lib__trusted(i, d, m)
        if l13 is U:
            break
        l15 = evidence_lib__nearest(i, d, m, l13, l3)
        if l15 is U:
            break
        l17 = evidence_lib__foreign(i, d, m, l15)
        if l17 is U:
            break
        l4 = l17 if l4 is U else once(l4, l17)
    for _ in ONCE:
        if l4 is not U:
            break
        l6 = evidence_lib__built(i, d, m)
        if l6 is U:
            break
        l8 = evidence_lib__of(i, d, m, l6, l3)
        if l8 is U:
            break
        l10 = count(l8)
        l12 = 0
        if not equal(l10, l12):
            break
        l13 = evidence_lib__own(i, d, m)
        if l13 is U:
            break
        l15 = evidence_lib__of(i, d, m, l13, l3)
        if l15 is U:
            break
        raise UnsureError
    for _ in ONCE:
        if l4 is not U:
            break
        l6 = evidence_lib__reached(i, d, m)
        if l6 is U:
            break
        l8 = evidence_lib__of(i, d, m, l6, l3)
        if l8 is U:
            break
        l10 = count(l8)
        l12 = 0
        if not equal(l10, l12):
            break
        l13 = evidence_lib__built(i, d, m)
        if l13 is U:
            break
        l15 = evidence_lib__nearest(i, d, m, l13, l3)
        if l15 is U:
            break
        l17 = evidence_lib__unreached(i, d, m, l15)
        if l17 is U:
            break
        l4 = l17 if l4 is U else once(l4, l17)
    for _ in ONCE:
        if l4 is not U:
            break
        l6 = evidence_lib__clean(i, d, m)
        if l6 is U:
            break
        l8 = evidence_lib__of(i, d, m, l6, l3)
        if l8 is U:
            break
        l10 = count(l8)
        l12 = 0
        if not equal(l10, l12):
            break
        l13 = evidence_lib__reached(i, d, m)
        if l13 is U:
            break
        l15 = evidence_lib__nearest(i, d, m, l13, l3)
        if l15 is U:
            break
        l17 = evidence_lib__unclean(i, d, m, l15)
        if l17 is U:
            break
        l4 = l17 if l4 is U else once(l4, l17)
    for _ in ONCE:
        if l4 is not U:
            break
        l6 = evidence_lib__unchanged(i, d, m)
        if l6 is U:
            break
        l8 = evidence_lib__of(i, d, m, l6, l3)
        if l8 is U:
            break
        l10 = count(l8)
        l12 = 0
        if not equal(l10, l12):
            break
        l13 = evidence_lib__clean(i, d, m)
        if l13 is U:
            break
        l15 = evidence_lib__nearest(i, d, m, l13, l3)
        if l15 is U:
            break
        l17 = evidence_lib__outdated(i, d, m, l15)
        if l17 is U:
            break
        l4 = l17 if l4 is U else once(l4, l17)
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def evidence_lib__repository(i, d, m):
    known = m[88]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        for _ in ONCE:
            for _ in ONCE:
                l6 = d.get('govml', U)
                if l6 is U:
                    break
                l7 = l6.get('parameters', U) if type(l6) is dict else dot(l6, 'parameters')
                if l7 is U:
                    break
                l8 = l7.get('repository', U) if type(l7) is dict else dot(l7, 'repository')
                if l8 is U:
                    break
            else:
                break
        else:
            break
        if not (type(l8) is str):
            break
        for _ in ONCE:
            for _ in ONCE:
                l13 = d.get('govml', U)
                if l13 is U:
                    break
                l14 = l13.get('parameters', U) if type(l13) is dict else dot(l13, 'parameters')
                if l14 is U:
                    break
                l15 = l14.get('repository', U) if type(l14) is dict else dot(l14, 'repository')
                if l15 is U:
                    break
            else:
                break
        else:
            break
        if neq(l15, '') is False:
            break
        for _ in ONCE:
            for _ in ONCE:
                l20 = d.get('govml', U)
                if l20 is U:
                    break
                l21 = l20.get('parameters', U) if type(l20) is dict else dot(l20, 'parameters')
                if l21 is U:
                    break
                l22 = l21.get('repository', U) if type(l21) is dict else dot(l21, 'repository')
                if l22 is U:
                    break
            else:
                break
        else:
            break
        l3 = l22 if l3 is U else once(l3, l22)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    m[88] = l2
    return l2


def evidence_lib__said(i, d, m, l3, l4):
    l2 = l5 = U
    for _ in ONCE:
        l5 = U
        l8 = dot(l3, l4)
        if l8 is U:
            break
        if not (type(l8) is str):
            break
        l11 = dot(l3, l4)
        if l11 is U:
            break
        if neq(l11, '') is False:
            break
        l14 = dot(l3, l4)
        if l14 is U:
            break
        l16 = lib__shortened(i, d, m, l14)
        if l16 is U:
            break
        l5 = l16 if l5 is U else once(l5, l16)
    for _ in ONCE:
        if l5 is not U:
            break
        l5 = 'nothing' if l5 is U else once(l5, 'nothing')
    for _ in ONCE:
        if l5 is U:
            break
        l2 = l5 if l2 is U else once(l2, l5)
    return l2


def evidence_lib__same_bytes(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = lib__digests(i, d, m, l3)
        if l6 is U:
            break
        l8 = l3.get('now', U) if type(l3) is dict else dot(l3, 'now')
        if l8 is U:
            break
        l10 = {}
        insert(l10, 'digests', l8)
        l11 = lib__digests(i, d, m, l10)
        if l11 is U:
            break
        l13 = lib__agree(i, d, m, l6, l11)
        if l13 is U or l13 is False:
            break
        l4 = True if l4 is U else once(l4, True)
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def evidence_lib__signatures_of(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = evidence_lib__members(i, d, m, l3, 'signatures')
        if l6 is U:
            break
        l4 = l6 if l4 is U else once(l4, l6)
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def evidence_lib__signed(i, d, m):
    known = m[89]
    if known is not NOT_ASKED:
        return known
    l2 = U
    l2 = Set()
    for _ in ONCE:
        l3 = U
        l4 = evidence_lib__fitting(i, d, m)
        if l4 is U:
            break
        for l5, l6 in members(l4):
            if type(l6) is not list:
                continue
            l9 = len(l6)
            l8 = 1
            if not equal(l9, l8):
                continue
            l10 = 0
            l10 = 0
            l11 = dot(l6, l10)
            if l11 is U:
                continue
            l13 = evidence_lib__entries(i, d, m)
            if l13 is U:
                continue
            l14 = dot(l13, l11)
            if l14 is U:
                continue
            l16 = evidence_lib__signatures_of(i, d, m, l14)
            if l16 is U:
                continue
            for l18, l19 in members(l16):
                for _ in ONCE:
                    l22 = l19.get('problem', U) if type(l19) is dict else dot(l19, 'problem')
                    if l22 is U:
                        break
                    if l22 is False:
                        break
                else:
                    continue
                l23 = evidence_lib__members(i, d, m, l19, 'principals')
                if l23 is U:
                    continue
                for l25, l26 in members(l23):
                    l29 = l26.get('name', U) if type(l26) is dict else dot(l26, 'name')
                    if l29 is U:
                        continue
                    if not (type(l29) is str):
                        continue
                    l32 = []
                    l32.append(l11)
                    l32.append(l18)
                    l32.append(l25)
                    l2[identity(l32)] = l32
    m[89] = l2
    return l2


def evidence_lib__trusted(i, d, m):
    known = m[90]
    if known is not NOT_ASKED:
        return known
    l2 = U
    l2 = Set()
    for _ in ONCE:
        l3 = U
        l4 = evidence_lib__signed(i, d, m)
        if l4 is U:
            break
        for l5, l6 in members(l4):
            if type(l6) is not list:
                continue
            l9 = len(l6)
            l8 = 3
            if not equal(l9, l8):
                continue
            l10 = 0
            l10 = 0
            l11 = dot(l6, l10)
            if l11 is U:
                continue
            l12 = l11
            l10 = 1
            l11 = dot(l6, l10)
            if l11 is U:
                continue
            l13 = l11
            l10 = 2
            l11 = dot(l6, l10)
            if l11 is U:
                continue
            l14 = l11
            l15 = evidence_lib__entries(i, d, m)
            if l15 is U:
                continue
            l16 = dot(l15, l12)
            if l16 is U:
                continue
            l17 = l16.get('signatures', U) if type(l16) is dict else dot(l16, 'signatures')
            if l17 is U:
                continue
            l18 = dot(l17, l13)
            if l18 is U:
                continue
            l19 = l18.get('revoked', U) if type(l18) is dict else dot(l18, 'revoked')
            if l19 is U:
                continue
            if l19 is not False:
                continue
            l20 = evidence_lib__entries(i, d, m)
            if l20 is U:
                continue
            l21 = dot(l20, l12)
            if l21 is U:
                continue
            l22 = l21.get('signatures', U) if type(l21) is dict else dot(l21, 'signatures')
            if l22 is U:
                continue
            l23 = dot(l22, l13)
            if l23 is U:
                continue
            l24 = l23.get('principals', U) if type(l23) is dict else dot(l23, 'principals')
            if l24 is U:
                continue
            l25 = dot(l24, l14)
            if l25 is U:
                continue
            l27 = evidence_lib__entries(i, d, m)
            if l27 is U:
                continue
            l28 = dot(l27, l12)
            if l28 is U:
                continue
            l29 = l28.get('finished', U) if type(l28) is dict else dot(l28, 'finished')
            if l29 is U:
                continue
            l31 = evidence_lib__valid(i, d, m, l25, l29)
            if l31 is U or l31 is False:
                continue
            l32 = []
            l32.append(l12)
            l32.append(l13)
            l32.append(l14)
            l2[identity(l32)] = l32
    m[90] = l2
    return l2


def evidence_lib__unchanged(i, d, m):
    known = m[91]
    if known is not NOT_ASKED:
        return known
    l2 = U
    l2 = Set()
    for _ in ONCE:
        l3 = U
        l4 = evidence_lib__clean(i, d, m)
        if l4 is U:
            break
        for l5, l6 in members(l4):
            if type(l6) is not list:
                continue
            l9 = len(l6)
            l8 = 3
            if not equal(l9, l8):
                continue
            l10 = 0
            l10 = 0
            l11 = dot(l6, l10)
            if l11 is U:
                continue
            l12 = l11
            l10 = 1
            l11 = dot(l6, l10)
            if l11 is U:
                continue
            l13 = l11
            l10 = 2
            l11 = dot(l6, l10)
            if l11 is U:
                continue
            l14 = l11
            l15 = evidence_lib__read_now(i, d, m)
            if l15 is U:
                continue
            l16 = dot(l15, l12)
            if l16 is U:
                continue
            l18 = count(l16)
            l20 = 0
            if gt(l18, l20) is False:
                continue
            for _ in ONCE:
                l22 = evidence_lib__moved(i, d, m)
                if l22 is U:
                    break
                l23 = dot(l22, l12)
                if l23 is U:
                    break
                if l23 is False:
                    break
            else:
                continue
            for _ in ONCE:
                l24 = evidence_lib__incomplete(i, d, m)
                if l24 is U:
                    break
                l25 = dot(l24, l12)
                if l25 is U:
                    break
                if l25 is False:
                    break
            else:
                continue
            l26 = []
            l26.append(l12)
            l26.append(l13)
            l26.append(l14)
            l2[identity(l26)] = l26
    m[91] = l2
    return l2


def evidence_lib__unclean(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = evidence_lib__entries(i, d, m)
        if l6 is U:
            break
        l7 = dot(l6, l3)
        if l7 is U:
            break
        l9 = evidence_lib__file_of(i, d, m, l7)
        if l9 is U:
            break
        raise UnsureError
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def evidence_lib__unfitting(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = evidence_lib__entries(i, d, m)
        if l6 is U:
            break
        l7 = dot(l6, l3)
        if l7 is U:
            break
        l9 = evidence_lib__file_of(i, d, m, l7)
        if l9 is U:
            break
        raise UnsureError
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def evidence_lib__unreached(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = evidence_lib__entries(i, d, m)
        if l6 is U:
            break
        l7 = dot(l6, l3)
        if l7 is U:
            break
        l8 = l7.get('reachable', U) if type(l7) is dict else dot(l7, 'reachable')
        if l8 is U:
            break
        if l8 is not False:
            break
        l9 = evidence_lib__entries(i, d, m)
        if l9 is U:
            break
        l10 = dot(l9, l3)
        if l10 is U:
            break
        l12 = evidence_lib__file_of(i, d, m, l10)
        if l12 is U:
            break
        l14 = evidence_lib__entries(i, d, m)
        if l14 is U:
            break
        l15 = dot(l14, l3)
        if l15 is U:
            break
        l17 = evidence_lib__said(i, d, m, l15, 'commit')
        if l17 is U:
            break
        l19 = 0
        l20 = 12
        l21 = substring(l17, l19, l20)
        raise UnsureError
    for _ in ONCE:
        if l4 is not U:
            break
        l6 = evidence_lib__entries(i, d, m)
        if l6 is U:
            break
        l7 = dot(l6, l3)
        if l7 is U:
            break
        l9 = evidence_lib__said(i, d, m, l7, 'commit')
        if l9 is U:
            break
        l11 = 0
        l12 = 12
        l13 = substring(l9, l11, l12)
        l15 = evidence_lib__entries(i, d, m)
        if l15 is U:
            break
        l16 = dot(l15, l3)
        if l16 is U:
            break
        l18 = evidence_lib__file_of(i, d, m, l16)
        if l18 is U:
            break
        raise UnsureError
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def evidence_lib__unread(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = l3.get('kind', U) if type(l3) is dict else dot(l3, 'kind')
        if l6 is U:
            break
        if l6 != 'training':
            break
        l7 = []
        for _ in ONCE:
            l8 = lib__training_data(i, d, m)
            if l8 is U:
                break
            for l9, l10 in members(l8):
                l13 = evidence_lib__read_by(i, d, m, l3, l10)
                if not (l13 is U or l13 is False):
                    continue
                l7.append(l10)
        l4 = l7 if l4 is U else once(l4, l7)
    for _ in ONCE:
        if l4 is not U:
            break
        l6 = []
        l4 = l6 if l4 is U else once(l4, l6)
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def evidence_lib__unsigned(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = evidence_lib__entries(i, d, m)
        if l6 is U:
            break
        l7 = dot(l6, l3)
        if l7 is U:
            break
        l9 = evidence_lib__signatures_of(i, d, m, l7)
        if l9 is U:
            break
        l11 = count(l9)
        l13 = 0
        if not equal(l11, l13):
            break
        l14 = evidence_lib__entries(i, d, m)
        if l14 is U:
            break
        l15 = dot(l14, l3)
        if l15 is U:
            break
        l17 = evidence_lib__file_of(i, d, m, l15)
        if l17 is U:
            break
        raise UnsureError
    for _ in ONCE:
        if l4 is not U:
            break
        l6 = evidence_lib__entries(i, d, m)
        if l6 is U:
            break
        l7 = dot(l6, l3)
        if l7 is U:
            break
        l9 = evidence_lib__signatures_of(i, d, m, l7)
        if l9 is U:
            break
        for l11, l12 in members(l9):
            for _ in ONCE:
                l15 = l12.get('problem', U) if type(l12) is dict else dot(l12, 'problem')
                if l15 is U:
                    break
                if l15 is False:
                    break
            else:
                continue
            l16 = evidence_lib__said(i, d, m, l12, 'fingerprint')
            if l16 is U:
                continue
            l19 = Set()
            for _ in ONCE:
                l20 = evidence_lib__entries(i, d, m)
                if l20 is U:
                    break
                l21 = dot(l20, l3)
                if l21 is U:
                    break
                l23 = evidence_lib__signatures_of(i, d, m, l21)
                if l23 is U:
                    break
                for l25, l26 in members(l23):
                    for _ in ONCE:
                        l29 = l26.get('problem', U) if type(l26) is dict else dot(l26, 'problem')
                        if l29 is U:
                            break
                        if l29 is False:
                            break
                    else:
                        continue
                    l30 = evidence_lib__said(i, d, m, l26, 'fingerprint')
                    if l30 is U:
                        continue
                    l19[identity(l30)] = l30
            raise UnsureError
    for _ in ONCE:
        if l4 is not U:
            break
        l6 = Set()
        for _ in ONCE:
            l7 = evidence_lib__entries(i, d, m)
            if l7 is U:
                break
            l8 = dot(l7, l3)
            if l8 is U:
                break
            l10 = evidence_lib__signatures_of(i, d, m, l8)
            if l10 is U:
                break
            for l12, l13 in members(l10):
                l16 = evidence_lib__said(i, d, m, l13, 'problem')
                if l16 is U:
                    continue
                l6[identity(l16)] = l16
        raise UnsureError
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def evidence_lib__until(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = 0
        l7 = dot(l3, l6)
        if l7 is U:
            break
        l9 = evidence_lib__entries(i, d, m)
        if l9 is U:
            break
        l10 = dot(l9, l7)
        if l10 is U:
            break
        l12 = evidence_lib__age_end(i, d, m, l10)
        if l12 is U:
            break
        l14 = evidence_lib__key_end(i, d, m, l3)
        if l14 is U:
            break
        l16 = Set()
        l16[identity(l12)] = l12
        l16[identity(l14)] = l14
        raise UnsureError
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def evidence_lib__valid(i, d, m, l3, l4):
    l2 = l5 = U
    for _ in ONCE:
        l5 = U
        if not (type(l4) is str):
            break
        l9 = l3.get('valid_after', U) if type(l3) is dict else dot(l3, 'valid_after')
        if l9 is U:
            break
        if not (type(l9) is str):
            break
        l12 = l3.get('valid_after', U) if type(l3) is dict else dot(l3, 'valid_after')
        if l12 is U:
            break
        if lte(l12, l4) is False:
            break
        l15 = evidence_lib__before_end(i, d, m, l3, l4)
        if l15 is U or l15 is False:
            break
        l5 = True if l5 is U else once(l5, True)
    for _ in ONCE:
        if l5 is U:
            break
        l2 = l5 if l2 is U else once(l2, l5)
    return l2


def lib__agree(i, d, m, l3, l4):
    l2 = l5 = l20 = l21 = U
    for _ in ONCE:
        l5 = U
        l8 = Set()
        for l9, l10 in members(l3):
            l13 = dot(l4, l9)
            if l13 is U:
                continue
            if l13 is False:
                continue
            l8[identity(l9)] = l9
        l15 = count(l8)
        l17 = 0
        if gt(l15, l17) is False:
            break
        l20 = U
        for _ in ONCE:
            if not (type(l8) is not list):
                break
            if not (type(l8) is not dict):
                break
            if not (type(l8) is not Set):
                break
        else:
            break
        for l22, l23 in members(l8):
            l21 = U
            for _ in ONCE:
                l26 = dot(l3, l23)
                if l26 is U:
                    break
                l27 = dot(l4, l23)
                if l27 is U:
                    break
                if not equal(l26, l27):
                    break
                l21 = True
            if l21 is not U:
                continue
            l20 = True
        if l20 is not U:
            break
        l5 = True if l5 is U else once(l5, True)
    for _ in ONCE:
        if l5 is U:
            break
        l2 = l5 if l2 is U else once(l2, l5)
    return l2


def lib__annotated(i, d, m):
    known = m[92]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = i.get('record', U)
        if l4 is U:
            break
        l5 = l4.get('kind', U) if type(l4) is dict else dot(l4, 'kind')
        if l5 is U:
            break
        l7 = Set()
        l7[identity('inference-service')] = 'inference-service'
        l7[identity('workload')] = 'workload'
        if member(l5, l7) is False:
            break
        l3 = True if l3 is U else once(l3, True)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    m[92] = l2
    return l2


def lib__at(i, d, m, l3, l4):
    l2 = l5 = U
    for _ in ONCE:
        l5 = U
        l8 = l3.get('at', U) if type(l3) is dict else dot(l3, 'at')
        if l8 is U:
            break
        if not (type(l8) is str):
            break
        l11 = l3.get('at', U) if type(l3) is dict else dot(l3, 'at')
        if l11 is U:
            break
        if startswith(l11, '/') is False:
            break
        l14 = l3.get('at', U) if type(l3) is dict else dot(l3, 'at')
        if l14 is U:
            break
        l5 = l14 if l5 is U else once(l5, l14)
    for _ in ONCE:
        if l5 is not U:
            break
        l5 = l4 if l5 is U else once(l5, l4)
    for _ in ONCE:
        if l5 is U:
            break
        l2 = l5 if l2 is U else once(l2, l5)
    return l2


def lib__bare(i, d, m, l3):
    l2 = l4 = U
    l4 = U
    l6 = trim_prefix(l3, 'v')
    l4 = l6 if l4 is U else once(l4, l6)
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def lib__boilerplate(i, d, m):
    known = FACTS[4]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    l3 = U
    l4 = []
    l4.append('(?s:<!--.*?(?:-->|$))')
    l4.append('(?:more )?information needed')
    l4.append('this is the model card of a [^.]{0,60} model that has been pushed on the hub\\.')
    l4.append('this model ?card has been automatically generated[^.\\n]*\\.?')
    l4.append('this modelcard aims to be a base template for new models\\.')
    l4.append('it has been generated using \\[this raw template\\]\\([^)\\s]*\\)\\.?')
    l5 = concat('|', l4)
    l3 = l5 if l3 is U else once(l3, l5)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    FACTS[4] = l2
    return l2


def lib__calendar_day(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        if not (type(l3) is str):
            break
        l7 = split(l3, '-')
        if type(l7) is not list:
            break
        l10 = len(l7)
        l9 = 3
        if not equal(l10, l9):
            break
        l11 = 0
        l11 = 0
        l12 = dot(l7, l11)
        if l12 is U:
            break
        l13 = l12
        l11 = 1
        l12 = dot(l7, l11)
        if l12 is U:
            break
        l14 = l12
        l11 = 2
        l12 = dot(l7, l11)
        if l12 is U:
            break
        l15 = l12
        l16 = count(l13)
        l18 = 4
        if not equal(l16, l18):
            break
        l19 = trim(l13, '0123456789')
        if l19 != '':
            break
        if gte(l13, '1000') is False:
            break
        l22 = count(l15)
        l24 = 2
        if not equal(l22, l24):
            break
        l25 = trim(l15, '0123456789')
        if l25 != '':
            break
        if gte(l15, '01') is False:
            break
        l28 = to_number(l13)
        l30 = lib__last_day(i, d, m, l28, l14)
        if l30 is U:
            break
        if lte(l15, l30) is False:
            break
        l4 = True if l4 is U else once(l4, True)
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def lib__card(i, d, m):
    known = m[93]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = i.get('card', U)
        if l4 is U:
            break
        if not (type(l4) is dict):
            break
        l7 = i.get('card', U)
        if l7 is U:
            break
        l3 = l7 if l3 is U else once(l3, l7)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    for _ in ONCE:
        if l2 is not U:
            break
        l9 = {}
        l2 = l9 if l2 is U else once(l2, l9)
    m[93] = l2
    return l2


def lib__complete(i, d, m):
    known = m[94]
    if known is not NOT_ASKED:
        return known
    l2 = U
    l2 = {}
    for _ in ONCE:
        l3 = U
        l4 = lib__metrics(i, d, m)
        if l4 is U:
            break
        for l5, l6 in members(l4):
            l9 = lib__tells_all(i, d, m, l6)
            if l9 is U or l9 is False:
                continue
            insert_once(l2, l5, l6)
    m[94] = l2
    return l2


def lib__data_tier(i, d, m):
    known = m[95]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        if i is U:
            break
        l5 = lib__tier_of_data(i, d, m, i)
        if l5 is U:
            break
        l3 = l5 if l3 is U else once(l3, l5)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    m[95] = l2
    return l2


def lib__decimal(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = 0
        if gte(l3, l6) is False:
            break
        l8 = 100000000
        if lt(l3, l8) is False:
            break
        raise UnsureError
    for _ in ONCE:
        if l4 is not U:
            break
        l4 = 'more than can be shown' if l4 is U else once(l4, 'more than can be shown')
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def lib__deployment_tier(i, d, m):
    known = m[96]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        if i is U:
            break
        l5 = lib__tier_of_deployment(i, d, m, i)
        if l5 is U:
            break
        l3 = l5 if l3 is U else once(l3, l5)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    m[96] = l2
    return l2


def lib__digests(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = l3.get('digests', U) if type(l3) is dict else dot(l3, 'digests')
        if l6 is U:
            break
        if not (type(l6) is dict):
            break
        l9 = {}
        for _ in ONCE:
            l10 = l3.get('digests', U) if type(l3) is dict else dot(l3, 'digests')
            if l10 is U:
                break
            for l11, l12 in members(l10):
                if not (type(l12) is str):
                    continue
                if neq(l12, '') is False:
                    continue
                insert_once(l9, l11, l12)
        l4 = l9 if l4 is U else once(l4, l9)
    for _ in ONCE:
        if l4 is not U:
            break
        l6 = {}
        l4 = l6 if l4 is U else once(l4, l6)
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def lib__evaluation_data(i, d, m):
    known = m[97]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = i.get('evaluation', U)
        if l4 is U:
            break
        l5 = l4.get('data', U) if type(l4) is dict else dot(l4, 'data')
        if l5 is U:
            break
        if not (type(l5) is list):
            break
        l8 = i.get('evaluation', U)
        if l8 is U:
            break
        l9 = l8.get('data', U) if type(l8) is dict else dot(l8, 'data')
        if l9 is U:
            break
        l3 = l9 if l3 is U else once(l3, l9)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    for _ in ONCE:
        if l2 is not U:
            break
        l11 = []
        l2 = l11 if l2 is U else once(l2, l11)
    m[97] = l2
    return l2


def lib__folded(i, d, m, l3):
    l2 = l4 = U
    l4 = U
    l6 = replace(l3, 'İ', 'i')
    l8 = lower(l6)
    l4 = l8 if l4 is U else once(l4, l8)
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def lib__found(i, d, m, l3, l4):
    l2 = l5 = U
    for _ in ONCE:
        l5 = U
        if not (type(l3) is dict):
            break
        l9 = None
        l10 = object_get(l3, l4, l9)
        l12 = lib__state(i, d, m, l10)
        if l12 is U:
            break
        l5 = l12 if l5 is U else once(l5, l12)
    for _ in ONCE:
        if l5 is not U:
            break
        l5 = 'is missing' if l5 is U else once(l5, 'is missing')
    for _ in ONCE:
        if l5 is U:
            break
        l2 = l5 if l2 is U else once(l2, l5)
    return l2


def lib__governance(i, d, m):
    known = m[98]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = i.get('card', U)
        if l4 is U:
            break
        l5 = l4.get('governance', U) if type(l4) is dict else dot(l4, 'governance')
        if l5 is U:
            break
        if not (type(l5) is dict):
            break
        l8 = i.get('card', U)
        if l8 is U:
            break
        l9 = l8.get('governance', U) if type(l8) is dict else dot(l8, 'governance')
        if l9 is U:
            break
        l3 = l9 if l3 is U else once(l3, l9)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    for _ in ONCE:
        if l2 is not U:
            break
        l11 = {}
        l2 = l11 if l2 is U else once(l2, l11)
    m[98] = l2
    return l2


def lib__has_card(i, d, m):
    known = m[99]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = i.get('card', U)
        if l4 is U:
            break
        if not (type(l4) is dict):
            break
        l3 = True if l3 is U else once(l3, True)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    m[99] = l2
    return l2


def lib__known_tier(i, d, m):
    known = m[100]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        if neq(l4, 'unknown') is False:
            break
        l3 = True if l3 is U else once(l3, True)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    m[100] = l2
    return l2


def lib__last_day(i, d, m, l3, l4):
    l2 = l5 = U
    for _ in ONCE:
        l5 = U
        if l4 != '02':
            break
        l8 = lib__leap(i, d, m, l3)
        if l8 is U or l8 is False:
            break
        l5 = '29' if l5 is U else once(l5, '29')
    for _ in ONCE:
        if l5 is not U:
            break
        l8 = lib__last_days(i, d, m)
        if l8 is U:
            break
        l9 = dot(l8, l4)
        if l9 is U:
            break
        l5 = l9 if l5 is U else once(l5, l9)
    for _ in ONCE:
        if l5 is U:
            break
        l2 = l5 if l2 is U else once(l2, l5)
    return l2


def lib__last_days(i, d, m):
    known = FACTS[5]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    l3 = U
    l4 = {}
    insert(l4, '01', '31')
    insert(l4, '02', '28')
    insert(l4, '03', '31')
    insert(l4, '04', '30')
    insert(l4, '05', '31')
    insert(l4, '06', '30')
    insert(l4, '07', '31')
    insert(l4, '08', '31')
    insert(l4, '09', '30')
    insert(l4, '10', '31')
    insert(l4, '11', '30')
    insert(l4, '12', '31')
    l3 = l4 if l3 is U else once(l3, l4)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    FACTS[5] = l2
    return l2


def lib__leap(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = 4
        l7 = rem(l3, l6)
        l9 = 0
        if not equal(l7, l9):
            break
        l10 = 100
        l11 = rem(l3, l10)
        l13 = 0
        if neq(l11, l13) is False:
            break
        l4 = True if l4 is U else once(l4, True)
    for _ in ONCE:
        if l4 is not U:
            break
        l6 = 400
        l7 = rem(l3, l6)
        l9 = 0
        if not equal(l7, l9):
            break
        l4 = True if l4 is U else once(l4, True)
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def lib__limited_or_high(i, d, m):
    known = m[101]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        l6 = Set()
        l6[identity('high')] = 'high'
        l6[identity('limited')] = 'limited'
        if member(l4, l6) is False:
            break
        l3 = True if l3 is U else once(l3, True)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    m[101] = l2
    return l2


def lib__made_up(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        if regex_match('your[-_]|yourorg|yourcompany|^(?:you|your|name|user|username|email|mail|me|someone|somebody|foo|test|contact|owner|first\\.last|firstname\\.lastname|john\\.doe|jane\\.doe)@(?:example\\.(?:com|org|net)|(?:domain|email|company)\\.com)$', l3) is False:
            break
        l4 = True if l4 is U else once(l4, True)
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def lib__marks(i, d, m):
    known = FACTS[6]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    l3 = U
    l3 = ' \t\r\n\xa0.,:;!?_*#<>[](){}"\'`|/\\-–—…' if l3 is U else once(l3, ' \t\r\n\xa0.,:;!?_*#<>[](){}"\'`|/\\-–—…')
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    FACTS[6] = l2
    return l2


def lib__metrics(i, d, m):
    known = m[102]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = i.get('metrics', U)
        if l4 is U:
            break
        if not (type(l4) is list):
            break
        l7 = i.get('metrics', U)
        if l7 is U:
            break
        l3 = l7 if l3 is U else once(l3, l7)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    for _ in ONCE:
        if l2 is not U:
            break
        l9 = []
        l2 = l9 if l2 is U else once(l2, l9)
    m[102] = l2
    return l2


def lib__models(i, d, m):
    known = m[103]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = i.get('models', U)
        if l4 is U:
            break
        if not (type(l4) is list):
            break
        l7 = i.get('models', U)
        if l7 is U:
            break
        l3 = l7 if l3 is U else once(l3, l7)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    for _ in ONCE:
        if l2 is not U:
            break
        l9 = []
        l2 = l9 if l2 is U else once(l2, l9)
    m[103] = l2
    return l2


def lib__openers(i, d, m):
    known = FACTS[7]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    l3 = U
    l4 = Set()
    l4[identity('FIXME')] = 'FIXME'
    l4[identity('LOREM')] = 'LOREM'
    l4[identity('Lorem')] = 'Lorem'
    l4[identity('TBA: ')] = 'TBA: '
    l4[identity('TBD (')] = 'TBD ('
    l4[identity('TBD, ')] = 'TBD, '
    l4[identity('TBD: ')] = 'TBD: '
    l4[identity('TODO\n')] = 'TODO\n'
    l4[identity('TODO ')] = 'TODO '
    l4[identity('TODO(')] = 'TODO('
    l4[identity('TODO:')] = 'TODO:'
    l4[identity('XXX: ')] = 'XXX: '
    l4[identity('fixme')] = 'fixme'
    l4[identity('lorem')] = 'lorem'
    l4[identity('tba: ')] = 'tba: '
    l4[identity('tbd (')] = 'tbd ('
    l4[identity('tbd, ')] = 'tbd, '
    l4[identity('tbd: ')] = 'tbd: '
    l4[identity('todo(')] = 'todo('
    l4[identity('todo:')] = 'todo:'
    l3 = l4 if l3 is U else once(l3, l4)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    FACTS[7] = l2
    return l2


def lib__path(i, d, m, l3):
    l2 = l4 = U
    l4 = U
    l6 = []
    for l7, l8 in members(l3):
        raise UnsureError
    l19 = concat('', l6)
    l4 = l19 if l4 is U else once(l4, l19)
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def lib__path_of(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = l3.get('path', U) if type(l3) is dict else dot(l3, 'path')
        if l6 is U:
            break
        if not (type(l6) is str):
            break
        l9 = l3.get('path', U) if type(l3) is dict else dot(l3, 'path')
        if l9 is U:
            break
        l11 = lib__shortened(i, d, m, l9)
        if l11 is U:
            break
        l4 = l11 if l4 is U else once(l4, l11)
    for _ in ONCE:
        if l4 is not U:
            break
        l4 = 'a file without a path' if l4 is U else once(l4, 'a file without a path')
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def lib__placeholders(i, d, m):
    known = FACTS[8]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    l3 = U
    l4 = Set()
    l4[identity('')] = ''
    l4[identity('add a description')] = 'add a description'
    l4[identity('add description')] = 'add description'
    l4[identity('add text here')] = 'add text here'
    l4[identity('coming soon')] = 'coming soon'
    l4[identity('description here')] = 'description here'
    l4[identity('fill in')] = 'fill in'
    l4[identity('fill me in')] = 'fill me in'
    l4[identity('fill out')] = 'fill out'
    l4[identity('fill this in')] = 'fill this in'
    l4[identity('information needed')] = 'information needed'
    l4[identity('insert description here')] = 'insert description here'
    l4[identity('insert text here')] = 'insert text here'
    l4[identity('jane doe')] = 'jane doe'
    l4[identity('john doe')] = 'john doe'
    l4[identity('more information needed')] = 'more information needed'
    l4[identity('n/a')] = 'n/a'
    l4[identity('na')] = 'na'
    l4[identity('needs more information')] = 'needs more information'
    l4[identity('nil')] = 'nil'
    l4[identity('none')] = 'none'
    l4[identity('not available')] = 'not available'
    l4[identity('not specified')] = 'not specified'
    l4[identity('null')] = 'null'
    l4[identity('pending')] = 'pending'
    l4[identity('tba')] = 'tba'
    l4[identity('tbd')] = 'tbd'
    l4[identity('team name')] = 'team name'
    l4[identity('text here')] = 'text here'
    l4[identity('to be added')] = 'to be added'
    l4[identity('to be completed')] = 'to be completed'
    l4[identity('to be decided')] = 'to be decided'
    l4[identity('to be defined')] = 'to be defined'
    l4[identity('to be determined')] = 'to be determined'
    l4[identity('to be done')] = 'to be done'
    l4[identity('to be filled')] = 'to be filled'
    l4[identity('to be filled in')] = 'to be filled in'
    l4[identity('to do')] = 'to do'
    l4[identity('todo')] = 'todo'
    l4[identity('unknown')] = 'unknown'
    l4[identity('unspecified')] = 'unspecified'
    l4[identity('wip')] = 'wip'
    l4[identity('work in progress')] = 'work in progress'
    l4[identity('write something here')] = 'write something here'
    l4[identity('your company')] = 'your company'
    l4[identity('your name')] = 'your name'
    l4[identity('your org')] = 'your org'
    l4[identity('your organisation')] = 'your organisation'
    l4[identity('your organization')] = 'your organization'
    l4[identity('your team')] = 'your team'
    l4[identity('your text here')] = 'your text here'
    l4[identity('your-org')] = 'your-org'
    l4[identity('your-team')] = 'your-team'
    l3 = l4 if l3 is U else once(l3, l4)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    FACTS[8] = l2
    return l2


def lib__pointers(i, d, m):
    known = m[104]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = i.get('pointers', U)
        if l4 is U:
            break
        if not (type(l4) is list):
            break
        l7 = i.get('pointers', U)
        if l7 is U:
            break
        l3 = l7 if l3 is U else once(l3, l7)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    for _ in ONCE:
        if l2 is not U:
            break
        l9 = []
        l2 = l9 if l2 is U else once(l2, l9)
    m[104] = l2
    return l2


def lib__reachable(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = lib__real(i, d, m, l3)
        if l6 is U or l6 is False:
            break
        l7 = trim_space(l3)
        l9 = lib__folded(i, d, m, l7)
        if l9 is U:
            break
        l12 = lib__made_up(i, d, m, l9)
        if not (l12 is U or l12 is False):
            break
        l4 = True if l4 is U else once(l4, True)
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def lib__real(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        if not (type(l3) is str):
            break
        if not (contains(l3, '<!--') is False):
            break
        l8 = lib__marks(i, d, m)
        if l8 is U:
            break
        l10 = trim(l3, l8)
        l13 = lib__folded(i, d, m, l10)
        if l13 is U:
            break
        for _ in ONCE:
            l16 = lib__placeholders(i, d, m)
            if l16 is U:
                break
            l17 = dot(l16, l13)
            if l17 is U:
                break
            if l17 is False:
                break
        else:
            break
        l18 = 0
        l19 = 5
        l20 = substring(l10, l18, l19)
        for _ in ONCE:
            l22 = lib__openers(i, d, m)
            if l22 is U:
                break
            l23 = dot(l22, l20)
            if l23 is U:
                break
            if l23 is False:
                break
        else:
            break
        l4 = True if l4 is U else once(l4, True)
    for _ in ONCE:
        if l4 is not U:
            break
        if not (type(l3) is str):
            break
        if contains(l3, '<!--') is False:
            break
        l8 = lib__folded(i, d, m, l3)
        if l8 is U:
            break
        l10 = lib__boilerplate(i, d, m)
        if l10 is U:
            break
        raise UnsureError
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def lib__required_metrics(i, d, m):
    known = m[105]
    if known is not NOT_ASKED:
        return known
    l2 = U
    l2 = Set()
    for _ in ONCE:
        l3 = U
        for _ in ONCE:
            for _ in ONCE:
                l6 = d.get('govml', U)
                if l6 is U:
                    break
                l7 = l6.get('parameters', U) if type(l6) is dict else dot(l6, 'parameters')
                if l7 is U:
                    break
                l8 = l7.get('required_metrics', U) if type(l7) is dict else dot(l7, 'required_metrics')
                if l8 is U:
                    break
            else:
                break
        else:
            break
        if not (type(l8) is list):
            break
        l11 = d.get('govml', U)
        if l11 is U:
            break
        l12 = l11.get('parameters', U) if type(l11) is dict else dot(l11, 'parameters')
        if l12 is U:
            break
        l13 = l12.get('required_metrics', U) if type(l12) is dict else dot(l12, 'required_metrics')
        if l13 is U:
            break
        for l14, l15 in members(l13):
            for _ in ONCE:
                break
            if not (type(l15) is str):
                continue
            l2[identity(l15)] = l15
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        l6 = d.get('govml', U)
        if l6 is U:
            break
        l7 = l6.get('parameters', U) if type(l6) is dict else dot(l6, 'parameters')
        if l7 is U:
            break
        l8 = l7.get('required_metrics', U) if type(l7) is dict else dot(l7, 'required_metrics')
        if l8 is U:
            break
        l9 = dot(l8, l4)
        if l9 is U:
            break
        for _ in ONCE:
            break
        if not (type(l9) is list):
            break
        l14 = lib__tier(i, d, m)
        if l14 is U:
            break
        l16 = d.get('govml', U)
        if l16 is U:
            break
        l17 = l16.get('parameters', U) if type(l16) is dict else dot(l16, 'parameters')
        if l17 is U:
            break
        l18 = l17.get('required_metrics', U) if type(l17) is dict else dot(l17, 'required_metrics')
        if l18 is U:
            break
        l19 = dot(l18, l14)
        if l19 is U:
            break
        for l20, l21 in members(l19):
            for _ in ONCE:
                break
            if not (type(l21) is str):
                continue
            l2[identity(l21)] = l21
    m[105] = l2
    return l2


def lib__risk(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = l3.get('risk', U) if type(l3) is dict else dot(l3, 'risk')
        if l6 is U:
            break
        l8 = lib__tiers(i, d, m)
        if l8 is U:
            break
        if member(l6, l8) is False:
            break
        l11 = l3.get('risk', U) if type(l3) is dict else dot(l3, 'risk')
        if l11 is U:
            break
        l4 = l11 if l4 is U else once(l4, l11)
    for _ in ONCE:
        if l4 is not U:
            break
        l4 = 'unknown' if l4 is U else once(l4, 'unknown')
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def lib__riskiest(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = Set()
        l6[identity('minimal')] = 'minimal'
        if not equal(l3, l6):
            break
        l4 = 'minimal' if l4 is U else once(l4, 'minimal')
    for _ in ONCE:
        if l4 is not U:
            break
        l6 = Set()
        l6[identity('limited')] = 'limited'
        l7 = intersection(l3, l6)
        l9 = Set()
        l9[identity('limited')] = 'limited'
        if not equal(l7, l9):
            break
        l10 = Set()
        l10[identity('limited')] = 'limited'
        l10[identity('minimal')] = 'minimal'
        l11 = minus(l3, l10)
        l13 = Set()
        if not equal(l11, l13):
            break
        l4 = 'limited' if l4 is U else once(l4, 'limited')
    for _ in ONCE:
        if l4 is not U:
            break
        l4 = 'high' if l4 is U else once(l4, 'high')
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def lib__section(i, d, m, l3):
    l2 = l4 = U
    l4 = U
    for l6, l7 in members(l3):
        l10 = i.get('sections', U)
        if l10 is U:
            continue
        l11 = dot(l10, l7)
        if l11 is U:
            continue
        l13 = lib__real(i, d, m, l11)
        if l13 is U or l13 is False:
            continue
        l4 = True if l4 is U else once(l4, True)
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def lib__served_risk(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = l3.get('model', U) if type(l3) is dict else dot(l3, 'model')
        if l6 is U:
            break
        if not (type(l6) is dict):
            break
        l9 = l3.get('model', U) if type(l3) is dict else dot(l3, 'model')
        if l9 is U:
            break
        l11 = lib__risk(i, d, m, l9)
        if l11 is U:
            break
        l4 = l11 if l4 is U else once(l4, l11)
    for _ in ONCE:
        if l4 is not U:
            break
        l4 = 'unknown' if l4 is U else once(l4, 'unknown')
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def lib__shortened(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = count(l3)
        l8 = 80
        if lte(l6, l8) is False:
            break
        l4 = l3 if l4 is U else once(l4, l3)
    for _ in ONCE:
        if l4 is not U:
            break
        l6 = 0
        l7 = 79
        l8 = substring(l3, l6, l7)
        l10 = []
        l10.append(l8)
        l10.append('…')
        l11 = concat('', l10)
        l4 = l11 if l4 is U else once(l4, l11)
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def lib__some_real(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        if not (type(l3) is list):
            break
        for l7, l8 in members(l3):
            l11 = lib__real(i, d, m, l8)
            if l11 is U or l11 is False:
                continue
            l4 = True if l4 is U else once(l4, True)
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def lib__state(i, d, m, l3):
    l2 = l4 = l12 = l13 = U
    for _ in ONCE:
        l4 = U
        l6 = None
        if not equal(l3, l6):
            break
        l4 = 'is missing' if l4 is U else once(l4, 'is missing')
    for _ in ONCE:
        if l4 is not U:
            break
        l6 = Set()
        l6[identity('')] = ''
        l6[identity(' ')] = ' '
        if member(l3, l6) is False:
            break
        l4 = 'is empty' if l4 is U else once(l4, 'is empty')
    for _ in ONCE:
        if l4 is not U:
            break
        if type(l3) is not list:
            break
        l7 = len(l3)
        l6 = 0
        if not equal(l7, l6):
            break
        l8 = 0
        l4 = 'is an empty list' if l4 is U else once(l4, 'is an empty list')
    for _ in ONCE:
        if l4 is not U:
            break
        if not (type(l3) is str):
            break
        l7 = lib__shortened(i, d, m, l3)
        if l7 is U:
            break
        raise UnsureError
    for _ in ONCE:
        if l4 is not U:
            break
        if l3 is not True:
            break
        l4 = 'is true' if l4 is U else once(l4, 'is true')
    for _ in ONCE:
        if l4 is not U:
            break
        if l3 is not False:
            break
        l4 = 'is false' if l4 is U else once(l4, 'is false')
    for _ in ONCE:
        if l4 is not U:
            break
        if not (type(l3) in NUMBERS):
            break
        l7 = lib__whole_number(i, d, m, l3)
        if l7 is U:
            break
        raise UnsureError
    for _ in ONCE:
        if l4 is not U:
            break
        if not (type(l3) is list):
            break
        l7 = 0
        l8 = dot(l3, l7)
        if l8 is U:
            break
        if not (type(l8) is str):
            break
        l12 = U
        for _ in ONCE:
            if not (type(l3) is not list):
                break
            if not (type(l3) is not dict):
                break
            if not (type(l3) is not Set):
                break
        else:
            break
        for l14, l15 in members(l3):
            l13 = U
            for _ in ONCE:
                l18 = lib__real(i, d, m, l15)
                if not (l18 is U or l18 is False):
                    break
                l13 = True
            if l13 is not U:
                continue
            l12 = True
        if l12 is not U:
            break
        l19 = 0
        l20 = dot(l3, l19)
        if l20 is U:
            break
        l22 = lib__shortened(i, d, m, l20)
        if l22 is U:
            break
        raise UnsureError
    for _ in ONCE:
        if l4 is not U:
            break
        if not (type(l3) is list):
            break
        l4 = 'is a list' if l4 is U else once(l4, 'is a list')
    for _ in ONCE:
        if l4 is not U:
            break
        l4 = 'is a mapping' if l4 is U else once(l4, 'is a mapping')
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def lib__subject_name(i, d, m):
    known = m[106]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = i.get('name', U)
        if l4 is U:
            break
        if not (type(l4) is str):
            break
        l7 = i.get('name', U)
        if l7 is U:
            break
        if neq(l7, '') is False:
            break
        l10 = i.get('name', U)
        if l10 is U:
            break
        l12 = lib__shortened(i, d, m, l10)
        if l12 is U:
            break
        l3 = l12 if l3 is U else once(l3, l12)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    for _ in ONCE:
        if l2 is not U:
            break
        l2 = 'this subject' if l2 is U else once(l2, 'this subject')
    m[106] = l2
    return l2


def lib__tells_all(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = l3.get('value', U) if type(l3) is dict else dot(l3, 'value')
        if l6 is U:
            break
        if not (type(l6) in NUMBERS):
            break
        l9 = l3.get('name', U) if type(l3) is dict else dot(l3, 'name')
        if l9 is U:
            break
        l11 = lib__real(i, d, m, l9)
        if l11 is U or l11 is False:
            break
        l12 = l3.get('dataset', U) if type(l3) is dict else dot(l3, 'dataset')
        if l12 is U:
            break
        l14 = lib__real(i, d, m, l12)
        if l14 is U or l14 is False:
            break
        l15 = l3.get('split', U) if type(l3) is dict else dot(l3, 'split')
        if l15 is U:
            break
        l17 = lib__real(i, d, m, l15)
        if l17 is U or l17 is False:
            break
        l4 = True if l4 is U else once(l4, True)
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def lib__tier(i, d, m):
    known = m[107]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        if i is U:
            break
        l5 = lib__tier_of(i, d, m, i)
        if l5 is U:
            break
        l3 = l5 if l3 is U else once(l3, l5)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    for _ in ONCE:
        if l2 is not U:
            break
        l2 = 'unknown' if l2 is U else once(l2, 'unknown')
    m[107] = l2
    return l2


def lib__tier_of(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = l3.get('card', U) if type(l3) is dict else dot(l3, 'card')
        if l6 is U:
            break
        l7 = l6.get('governance', U) if type(l6) is dict else dot(l6, 'governance')
        if l7 is U:
            break
        l8 = l7.get('risk', U) if type(l7) is dict else dot(l7, 'risk')
        if l8 is U:
            break
        l9 = l8.get('tier', U) if type(l8) is dict else dot(l8, 'tier')
        if l9 is U:
            break
        l11 = lib__tiers(i, d, m)
        if l11 is U:
            break
        if member(l9, l11) is False:
            break
        l14 = l3.get('card', U) if type(l3) is dict else dot(l3, 'card')
        if l14 is U:
            break
        l15 = l14.get('governance', U) if type(l14) is dict else dot(l14, 'governance')
        if l15 is U:
            break
        l16 = l15.get('risk', U) if type(l15) is dict else dot(l15, 'risk')
        if l16 is U:
            break
        l17 = l16.get('tier', U) if type(l16) is dict else dot(l16, 'tier')
        if l17 is U:
            break
        l4 = l17 if l4 is U else once(l4, l17)
    for _ in ONCE:
        if l4 is not U:
            break
        l4 = 'unknown' if l4 is U else once(l4, 'unknown')
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def lib__tier_of_data(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = l3.get('used_by', U) if type(l3) is dict else dot(l3, 'used_by')
        if l6 is U:
            break
        if not (type(l6) is list):
            break
        l9 = Set()
        for _ in ONCE:
            l10 = l3.get('used_by', U) if type(l3) is dict else dot(l3, 'used_by')
            if l10 is U:
                break
            for l11, l12 in members(l10):
                l15 = lib__risk(i, d, m, l12)
                if l15 is U:
                    continue
                l9[identity(l15)] = l15
        l18 = lib__riskiest(i, d, m, l9)
        if l18 is U:
            break
        l4 = l18 if l4 is U else once(l4, l18)
    for _ in ONCE:
        if l4 is not U:
            break
        l4 = 'high' if l4 is U else once(l4, 'high')
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def lib__tier_of_deployment(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = l3.get('models', U) if type(l3) is dict else dot(l3, 'models')
        if l6 is U:
            break
        if not (type(l6) is list):
            break
        l9 = Set()
        for _ in ONCE:
            l10 = l3.get('models', U) if type(l3) is dict else dot(l3, 'models')
            if l10 is U:
                break
            for l11, l12 in members(l10):
                l15 = lib__served_risk(i, d, m, l12)
                if l15 is U:
                    continue
                l9[identity(l15)] = l15
        l18 = lib__riskiest(i, d, m, l9)
        if l18 is U:
            break
        l4 = l18 if l4 is U else once(l4, l18)
    for _ in ONCE:
        if l4 is not U:
            break
        l4 = 'high' if l4 is U else once(l4, 'high')
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def lib__tiers(i, d, m):
    known = FACTS[9]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    l3 = U
    l4 = Set()
    l4[identity('high')] = 'high'
    l4[identity('limited')] = 'limited'
    l4[identity('minimal')] = 'minimal'
    l3 = l4 if l3 is U else once(l3, l4)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    FACTS[9] = l2
    return l2


def lib__training_data(i, d, m):
    known = m[108]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = i.get('training', U)
        if l4 is U:
            break
        l5 = l4.get('data', U) if type(l4) is dict else dot(l4, 'data')
        if l5 is U:
            break
        if not (type(l5) is list):
            break
        l8 = i.get('training', U)
        if l8 is U:
            break
        l9 = l8.get('data', U) if type(l8) is dict else dot(l8, 'data')
        if l9 is U:
            break
        l3 = l9 if l3 is U else once(l3, l9)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    for _ in ONCE:
        if l2 is not U:
            break
        l11 = []
        l2 = l11 if l2 is U else once(l2, l11)
    m[108] = l2
    return l2


def lib__whole_number(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        l6 = 1000000000000
        if lt(l3, l6) is False:
            break
        l8 = -1000000000000
        if gt(l3, l8) is False:
            break
        raise UnsureError
    for _ in ONCE:
        if l4 is not U:
            break
        l4 = 'a number' if l4 is U else once(l4, 'a number')
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def mon_01__deny(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'high':
            break
        l5 = mon_01__gaps(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            return True
    return False


def mon_01__field_state(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        if l3 != 'drift':
            break
        l6 = i.get('card', U)
        if l6 is U:
            break
        l7 = l6.get('governance', U) if type(l6) is dict else dot(l6, 'governance')
        if l7 is U:
            break
        l8 = l7.get('monitoring', U) if type(l7) is dict else dot(l7, 'monitoring')
        if l8 is U:
            break
        l9 = l8.get('drift', U) if type(l8) is dict else dot(l8, 'drift')
        if l9 is U:
            break
        if not (type(l9) is dict):
            break
        l4 = 'has no threshold' if l4 is U else once(l4, 'has no threshold')
    for _ in ONCE:
        if l4 is not U:
            break
        l6 = mon_01__plan(i, d, m)
        if l6 is U:
            break
        l8 = lib__found(i, d, m, l6, l3)
        if l8 is U:
            break
        l4 = l8 if l4 is U else once(l4, l8)
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def mon_01__gaps(i, d, m):
    known = m[109]
    if known is not NOT_ASKED:
        return known
    l2 = U
    l2 = Set()
    for _ in ONCE:
        l3 = U
        l4 = mon_01__given(i, d, m)
        if not (l4 is U or l4 is False):
            break
        l5 = lib__governance(i, d, m)
        if l5 is U:
            break
        l7 = lib__found(i, d, m, l5, 'monitoring')
        if l7 is U:
            break
        raise UnsureError
    for _ in ONCE:
        l3 = U
        l4 = mon_01__given(i, d, m)
        if l4 is U or l4 is False:
            break
        l5 = {}
        insert(l5, 'cadence', 'how often somebody looks, for example P7D')
        insert(l5, 'drift', 'a drift measure with a threshold, or thresholds by metric')
        insert(l5, 'metrics', 'a list of metrics that are watched')
        insert(l5, 'owner', 'who looks')
        for l7, l8 in members(l5):
            for _ in ONCE:
                l11 = mon_01__planned(i, d, m)
                if l11 is U:
                    break
                l12 = dot(l11, l7)
                if l12 is U:
                    break
                if l12 is False:
                    break
            else:
                continue
            l13 = mon_01__field_state(i, d, m, l7)
            if l13 is U:
                continue
            raise UnsureError
    m[109] = l2
    return l2


def mon_01__given(i, d, m):
    known = m[110]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = i.get('card', U)
        if l4 is U:
            break
        l5 = l4.get('governance', U) if type(l4) is dict else dot(l4, 'governance')
        if l5 is U:
            break
        l6 = l5.get('monitoring', U) if type(l5) is dict else dot(l5, 'monitoring')
        if l6 is U:
            break
        if not (type(l6) is dict):
            break
        l3 = True if l3 is U else once(l3, True)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    m[110] = l2
    return l2


def mon_01__plan(i, d, m):
    known = m[111]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = i.get('card', U)
        if l4 is U:
            break
        l5 = l4.get('governance', U) if type(l4) is dict else dot(l4, 'governance')
        if l5 is U:
            break
        l6 = l5.get('monitoring', U) if type(l5) is dict else dot(l5, 'monitoring')
        if l6 is U:
            break
        if not (type(l6) is dict):
            break
        l9 = i.get('card', U)
        if l9 is U:
            break
        l10 = l9.get('governance', U) if type(l9) is dict else dot(l9, 'governance')
        if l10 is U:
            break
        l11 = l10.get('monitoring', U) if type(l10) is dict else dot(l10, 'monitoring')
        if l11 is U:
            break
        l3 = l11 if l3 is U else once(l3, l11)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    for _ in ONCE:
        if l2 is not U:
            break
        l13 = {}
        l2 = l13 if l2 is U else once(l2, l13)
    m[111] = l2
    return l2


def mon_01__planned(i, d, m):
    known = m[112]
    if known is not NOT_ASKED:
        return known
    l2 = U
    l2 = Set()
    for _ in ONCE:
        l3 = U
        l4 = i.get('card', U)
        if l4 is U:
            break
        l5 = l4.get('governance', U) if type(l4) is dict else dot(l4, 'governance')
        if l5 is U:
            break
        l6 = l5.get('monitoring', U) if type(l5) is dict else dot(l5, 'monitoring')
        if l6 is U:
            break
        l7 = l6.get('metrics', U) if type(l6) is dict else dot(l6, 'metrics')
        if l7 is U:
            break
        l9 = lib__some_real(i, d, m, l7)
        if l9 is U or l9 is False:
            break
        l2[identity('metrics')] = 'metrics'
    for _ in ONCE:
        l3 = U
        l4 = i.get('card', U)
        if l4 is U:
            break
        l5 = l4.get('governance', U) if type(l4) is dict else dot(l4, 'governance')
        if l5 is U:
            break
        l6 = l5.get('monitoring', U) if type(l5) is dict else dot(l5, 'monitoring')
        if l6 is U:
            break
        l7 = l6.get('drift', U) if type(l6) is dict else dot(l6, 'drift')
        if l7 is U:
            break
        l8 = l7.get('threshold', U) if type(l7) is dict else dot(l7, 'threshold')
        if l8 is U:
            break
        if not (type(l8) in NUMBERS):
            break
        l2[identity('drift')] = 'drift'
    for _ in ONCE:
        l3 = U
        l4 = i.get('card', U)
        if l4 is U:
            break
        l5 = l4.get('governance', U) if type(l4) is dict else dot(l4, 'governance')
        if l5 is U:
            break
        l6 = l5.get('monitoring', U) if type(l5) is dict else dot(l5, 'monitoring')
        if l6 is U:
            break
        l7 = l6.get('thresholds', U) if type(l6) is dict else dot(l6, 'thresholds')
        if l7 is U:
            break
        if not (type(l7) is dict):
            break
        l10 = i.get('card', U)
        if l10 is U:
            break
        l11 = l10.get('governance', U) if type(l10) is dict else dot(l10, 'governance')
        if l11 is U:
            break
        l12 = l11.get('monitoring', U) if type(l11) is dict else dot(l11, 'monitoring')
        if l12 is U:
            break
        l13 = l12.get('thresholds', U) if type(l12) is dict else dot(l12, 'thresholds')
        if l13 is U:
            break
        for l14, l15 in members(l13):
            if not (type(l15) in NUMBERS):
                continue
            l2[identity('drift')] = 'drift'
    for _ in ONCE:
        l3 = U
        l4 = i.get('card', U)
        if l4 is U:
            break
        l5 = l4.get('governance', U) if type(l4) is dict else dot(l4, 'governance')
        if l5 is U:
            break
        l6 = l5.get('monitoring', U) if type(l5) is dict else dot(l5, 'monitoring')
        if l6 is U:
            break
        l7 = l6.get('cadence', U) if type(l6) is dict else dot(l6, 'cadence')
        if l7 is U:
            break
        if not (type(l7) is str):
            break
        l10 = i.get('card', U)
        if l10 is U:
            break
        l11 = l10.get('governance', U) if type(l10) is dict else dot(l10, 'governance')
        if l11 is U:
            break
        l12 = l11.get('monitoring', U) if type(l11) is dict else dot(l11, 'monitoring')
        if l12 is U:
            break
        l13 = l12.get('cadence', U) if type(l12) is dict else dot(l12, 'cadence')
        if l13 is U:
            break
        if startswith(l13, 'P') is False:
            break
        l2[identity('cadence')] = 'cadence'
    for _ in ONCE:
        l3 = U
        l4 = i.get('card', U)
        if l4 is U:
            break
        l5 = l4.get('governance', U) if type(l4) is dict else dot(l4, 'governance')
        if l5 is U:
            break
        l6 = l5.get('monitoring', U) if type(l5) is dict else dot(l5, 'monitoring')
        if l6 is U:
            break
        l7 = l6.get('owner', U) if type(l6) is dict else dot(l6, 'owner')
        if l7 is U:
            break
        l9 = lib__real(i, d, m, l7)
        if l9 is U or l9 is False:
            break
        l2[identity('owner')] = 'owner'
    m[112] = l2
    return l2


def mon_01__warn(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'limited':
            break
        l5 = mon_01__gaps(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            return True
    return False


def mon_03__dated(i, d, m):
    known = m[113]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = i.get('card', U)
        if l4 is U:
            break
        l5 = l4.get('governance', U) if type(l4) is dict else dot(l4, 'governance')
        if l5 is U:
            break
        l6 = l5.get('revalidate_by', U) if type(l5) is dict else dot(l5, 'revalidate_by')
        if l6 is U:
            break
        l8 = lib__calendar_day(i, d, m, l6)
        if l8 is U or l8 is False:
            break
        l3 = True if l3 is U else once(l3, True)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    m[113] = l2
    return l2


def mon_03__days(i, d, m):
    known = m[114]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        for _ in ONCE:
            for _ in ONCE:
                l6 = d.get('govml', U)
                if l6 is U:
                    break
                l7 = l6.get('parameters', U) if type(l6) is dict else dot(l6, 'parameters')
                if l7 is U:
                    break
                l8 = l7.get('revalidation_days', U) if type(l7) is dict else dot(l7, 'revalidation_days')
                if l8 is U:
                    break
            else:
                break
        else:
            break
        if not (type(l8) in NUMBERS):
            break
        for _ in ONCE:
            for _ in ONCE:
                l13 = d.get('govml', U)
                if l13 is U:
                    break
                l14 = l13.get('parameters', U) if type(l13) is dict else dot(l13, 'parameters')
                if l14 is U:
                    break
                l15 = l14.get('revalidation_days', U) if type(l14) is dict else dot(l14, 'revalidation_days')
                if l15 is U:
                    break
            else:
                break
        else:
            break
        l3 = l15 if l3 is U else once(l3, l15)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        l6 = d.get('govml', U)
        if l6 is U:
            break
        l7 = l6.get('parameters', U) if type(l6) is dict else dot(l6, 'parameters')
        if l7 is U:
            break
        l8 = l7.get('revalidation_days', U) if type(l7) is dict else dot(l7, 'revalidation_days')
        if l8 is U:
            break
        l9 = dot(l8, l4)
        if l9 is U:
            break
        for _ in ONCE:
            break
        if not (type(l9) in NUMBERS):
            break
        l14 = lib__tier(i, d, m)
        if l14 is U:
            break
        l16 = d.get('govml', U)
        if l16 is U:
            break
        l17 = l16.get('parameters', U) if type(l16) is dict else dot(l16, 'parameters')
        if l17 is U:
            break
        l18 = l17.get('revalidation_days', U) if type(l17) is dict else dot(l17, 'revalidation_days')
        if l18 is U:
            break
        l19 = dot(l18, l14)
        if l19 is U:
            break
        for _ in ONCE:
            break
        l3 = l19 if l3 is U else once(l3, l19)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    m[114] = l2
    return l2


def mon_03__deny(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'high':
            break
        l5 = mon_03__gaps(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            return True
    return False


def mon_03__exempt(i, d, m):
    known = m[115]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        for _ in ONCE:
            for _ in ONCE:
                l6 = d.get('govml', U)
                if l6 is U:
                    break
                l7 = l6.get('parameters', U) if type(l6) is dict else dot(l6, 'parameters')
                if l7 is U:
                    break
                l8 = l7.get('revalidation_days', U) if type(l7) is dict else dot(l7, 'revalidation_days')
                if l8 is U:
                    break
            else:
                break
        else:
            break
        if not (type(l8) is dict):
            break
        l11 = mon_03__days(i, d, m)
        if not (l11 is U or l11 is False):
            break
        l3 = True if l3 is U else once(l3, True)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    m[115] = l2
    return l2


def mon_03__gaps(i, d, m):
    known = m[116]
    if known is not NOT_ASKED:
        return known
    l2 = U
    l2 = Set()
    for _ in ONCE:
        l3 = U
        l4 = mon_03__needed(i, d, m)
        if l4 is U or l4 is False:
            break
        l5 = mon_03__dated(i, d, m)
        if not (l5 is U or l5 is False):
            break
        l6 = lib__governance(i, d, m)
        if l6 is U:
            break
        l8 = lib__found(i, d, m, l6, 'revalidate_by')
        if l8 is U:
            break
        l10 = mon_03__within(i, d, m)
        if l10 is U:
            break
        raise UnsureError
    for _ in ONCE:
        l3 = U
        l4 = mon_03__needed(i, d, m)
        if l4 is U or l4 is False:
            break
        l5 = mon_03__dated(i, d, m)
        if l5 is U or l5 is False:
            break
        l6 = lib__governance(i, d, m)
        if l6 is U:
            break
        l7 = l6.get('revalidate_by', U) if type(l6) is dict else dot(l6, 'revalidate_by')
        if l7 is U:
            break
        raise UnsureError
    m[116] = l2
    return l2


def mon_03__needed(i, d, m):
    known = m[117]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = mon_03__exempt(i, d, m)
        if not (l4 is U or l4 is False):
            break
        l3 = True if l3 is U else once(l3, True)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    m[117] = l2
    return l2


def mon_03__warn(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'limited':
            break
        l5 = mon_03__gaps(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            return True
    return False


def mon_03__within(i, d, m):
    known = m[118]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = mon_03__days(i, d, m)
        if l4 is U:
            break
        l6 = lib__whole_number(i, d, m, l4)
        if l6 is U:
            break
        raise UnsureError
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    for _ in ONCE:
        if l2 is not U:
            break
        l2 = '' if l2 is U else once(l2, '')
    m[118] = l2
    return l2


def prov_01__deny(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'high':
            break
        l5 = prov_01__gaps(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            return True
    return False


def prov_01__gaps(i, d, m):
    known = m[119]
    if known is not NOT_ASKED:
        return known
    l2 = U
    l2 = Set()
    for _ in ONCE:
        l3 = U
        l4 = evidence_lib__present(i, d, m)
        if l4 is U:
            break
        l6 = evidence_lib__of(i, d, m, l4, 'training')
        if l6 is U:
            break
        l8 = count(l6)
        l10 = 0
        if not equal(l8, l10):
            break
        l11 = evidence_lib__refusal(i, d, m, 'training')
        if l11 is U:
            break
        raise UnsureError
    m[119] = l2
    return l2


def prov_01__warn(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'limited':
            break
        l5 = prov_01__gaps(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            return True
    return False


def prov_02__deny(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'high':
            break
        l5 = prov_02__gaps(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            return True
    return False


def prov_02__gaps(i, d, m):
    known = m[120]
    if known is not NOT_ASKED:
        return known
    l2 = U
    l2 = Set()
    for _ in ONCE:
        l3 = U
        l4 = evidence_lib__built(i, d, m)
        if l4 is U:
            break
        l6 = evidence_lib__of(i, d, m, l4, 'training')
        if l6 is U:
            break
        l8 = count(l6)
        l10 = 0
        if gt(l8, l10) is False:
            break
        l12 = evidence_lib__reached(i, d, m)
        if l12 is U:
            break
        l14 = evidence_lib__of(i, d, m, l12, 'training')
        if l14 is U:
            break
        l16 = count(l14)
        l18 = 0
        if not equal(l16, l18):
            break
        l19 = evidence_lib__refusal(i, d, m, 'training')
        if l19 is U:
            break
        raise UnsureError
    m[120] = l2
    return l2


def prov_02__warn(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'limited':
            break
        l5 = prov_02__gaps(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            return True
    return False


def prov_03__deny(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'high':
            break
        l5 = prov_03__gaps(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            return True
    return False


def prov_03__gaps(i, d, m):
    known = m[121]
    if known is not NOT_ASKED:
        return known
    l2 = U
    l2 = Set()
    for _ in ONCE:
        l3 = U
        l4 = evidence_lib__clean(i, d, m)
        if l4 is U:
            break
        l6 = evidence_lib__of(i, d, m, l4, 'training')
        if l6 is U:
            break
        l8 = count(l6)
        l10 = 0
        if gt(l8, l10) is False:
            break
        l12 = evidence_lib__unchanged(i, d, m)
        if l12 is U:
            break
        l14 = evidence_lib__of(i, d, m, l12, 'training')
        if l14 is U:
            break
        l16 = count(l14)
        l18 = 0
        if not equal(l16, l18):
            break
        l19 = evidence_lib__refusal(i, d, m, 'training')
        if l19 is U:
            break
        raise UnsureError
    m[121] = l2
    return l2


def prov_03__pinned(i, d, m):
    known = m[122]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = evidence_lib__unchanged(i, d, m)
        if l4 is U:
            break
        l6 = evidence_lib__of(i, d, m, l4, 'training')
        if l6 is U:
            break
        for l8, l9 in members(l6):
            if type(l9) is not list:
                continue
            l12 = len(l9)
            l11 = 3
            if not equal(l12, l11):
                continue
            l13 = 0
            l13 = 0
            l14 = dot(l9, l13)
            if l14 is U:
                continue
            l15 = l14
            l13 = 1
            l14 = dot(l9, l13)
            if l14 is U:
                continue
            l16 = l14
            l13 = 2
            l14 = dot(l9, l13)
            if l14 is U:
                continue
            l17 = l14
            l18 = prov_03__stale_locks(i, d, m, l15)
            if l18 is U:
                continue
            l20 = count(l18)
            l22 = 0
            if not equal(l20, l22):
                continue
            l3 = True if l3 is U else once(l3, True)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    m[122] = l2
    return l2


def prov_03__stale_locks(i, d, m, l3):
    l2 = l4 = U
    l4 = U
    l6 = []
    for _ in ONCE:
        l7 = evidence_lib__entries(i, d, m)
        if l7 is U:
            break
        l8 = dot(l7, l3)
        if l8 is U:
            break
        l10 = evidence_lib__inputs_of(i, d, m, l8)
        if l10 is U:
            break
        for l12, l13 in members(l10):
            l16 = evidence_lib__locks(i, d, m, l13)
            if l16 is U or l16 is False:
                continue
            l17 = evidence_lib__same_bytes(i, d, m, l13)
            if not (l17 is U or l17 is False):
                continue
            l6.append(l13)
    l4 = l6 if l4 is U else once(l4, l6)
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def prov_03__warn(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'limited':
            break
        l5 = prov_03__gaps(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            return True
    for _ in ONCE:
        l3 = U
        l4 = lib__limited_or_high(i, d, m)
        if l4 is U or l4 is False:
            break
        l5 = evidence_lib__unchanged(i, d, m)
        if l5 is U:
            break
        l7 = evidence_lib__of(i, d, m, l5, 'training')
        if l7 is U:
            break
        l9 = count(l7)
        l11 = 0
        if gt(l9, l11) is False:
            break
        l13 = prov_03__pinned(i, d, m)
        if not (l13 is U or l13 is False):
            break
        l14 = Set()
        for _ in ONCE:
            l15 = evidence_lib__unchanged(i, d, m)
            if l15 is U:
                break
            l17 = evidence_lib__of(i, d, m, l15, 'training')
            if l17 is U:
                break
            for l19, l20 in members(l17):
                if type(l20) is not list:
                    continue
                l23 = len(l20)
                l22 = 3
                if not equal(l23, l22):
                    continue
                l24 = 0
                l24 = 0
                l25 = dot(l20, l24)
                if l25 is U:
                    continue
                l26 = l25
                l24 = 1
                l25 = dot(l20, l24)
                if l25 is U:
                    continue
                l27 = l25
                l24 = 2
                l25 = dot(l20, l24)
                if l25 is U:
                    continue
                l28 = l25
                l29 = prov_03__stale_locks(i, d, m, l26)
                if l29 is U:
                    continue
                for l31, l32 in members(l29):
                    l35 = evidence_lib__said(i, d, m, l32, 'path')
                    if l35 is U:
                        continue
                    l14[identity(l35)] = l35
        l38 = []
        for l39, l40 in members(l14):
            l38.append(l40)
        raise UnsureError
    return False


def prov_04__captured(i, d, m):
    known = m[123]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = evidence_lib__unchanged(i, d, m)
        if l4 is U:
            break
        l6 = evidence_lib__of(i, d, m, l4, 'training')
        if l6 is U:
            break
        for l8, l9 in members(l6):
            if type(l9) is not list:
                continue
            l12 = len(l9)
            l11 = 3
            if not equal(l12, l11):
                continue
            l13 = 0
            l13 = 0
            l14 = dot(l9, l13)
            if l14 is U:
                continue
            l15 = l14
            l13 = 1
            l14 = dot(l9, l13)
            if l14 is U:
                continue
            l16 = l14
            l13 = 2
            l14 = dot(l9, l13)
            if l14 is U:
                continue
            l17 = l14
            l18 = evidence_lib__entries(i, d, m)
            if l18 is U:
                continue
            l19 = dot(l18, l15)
            if l19 is U:
                continue
            l21 = prov_04__unsaid(i, d, m, l19)
            if l21 is U:
                continue
            l23 = count(l21)
            l25 = 0
            if not equal(l23, l25):
                continue
            l3 = True if l3 is U else once(l3, True)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    m[123] = l2
    return l2


def prov_04__deny(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'high':
            break
        l5 = prov_04__gaps(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            return True
    return False


def prov_04__driven(i, d, m, l3, l4):
    l2 = l5 = l13 = l14 = U
    for _ in ONCE:
        l5 = U
        l8 = l4.get('name', U) if type(l4) is dict else dot(l4, 'name')
        if l8 is U:
            break
        l10 = lib__real(i, d, m, l8)
        if l10 is U or l10 is False:
            break
        l11 = []
        l11.append('driver')
        l11.append('cuda')
        l11.append('torch')
        l13 = U
        for _ in ONCE:
            if not (type(l11) is not list):
                break
            if not (type(l11) is not dict):
                break
            if not (type(l11) is not Set):
                break
        else:
            break
        for l15, l16 in members(l11):
            l14 = U
            for _ in ONCE:
                l19 = dot(l3, l16)
                if l19 is U:
                    break
                l21 = lib__real(i, d, m, l19)
                if l21 is U or l21 is False:
                    break
                l14 = True
            if l14 is not U:
                continue
            l13 = True
        if l13 is not U:
            break
        l5 = True if l5 is U else once(l5, True)
    for _ in ONCE:
        if l5 is U:
            break
        l2 = l5 if l2 is U else once(l2, l5)
    return l2


def prov_04__gaps(i, d, m):
    known = m[124]
    if known is not NOT_ASKED:
        return known
    l2 = U
    l2 = Set()
    for _ in ONCE:
        l3 = U
        l4 = evidence_lib__unchanged(i, d, m)
        if l4 is U:
            break
        l6 = evidence_lib__of(i, d, m, l4, 'training')
        if l6 is U:
            break
        l8 = count(l6)
        l10 = 0
        if gt(l8, l10) is False:
            break
        l12 = prov_04__captured(i, d, m)
        if not (l12 is U or l12 is False):
            break
        l13 = evidence_lib__unchanged(i, d, m)
        if l13 is U:
            break
        l15 = evidence_lib__nearest(i, d, m, l13, 'training')
        if l15 is U:
            break
        l18 = evidence_lib__entries(i, d, m)
        if l18 is U:
            break
        l19 = dot(l18, l15)
        if l19 is U:
            break
        l21 = evidence_lib__file_of(i, d, m, l19)
        if l21 is U:
            break
        l23 = []
        for _ in ONCE:
            l24 = evidence_lib__entries(i, d, m)
            if l24 is U:
                break
            l25 = dot(l24, l15)
            if l25 is U:
                break
            l27 = prov_04__unsaid(i, d, m, l25)
            if l27 is U:
                break
            for l29, l30 in members(l27):
                l23.append(l30)
        raise UnsureError
    m[124] = l2
    return l2


def prov_04__says(i, d, m, l3, l4):
    l2 = l5 = l16 = l17 = U
    for _ in ONCE:
        l5 = U
        if l4 != 'Python':
            break
        l7 = l3.get('environment', U) if type(l3) is dict else dot(l3, 'environment')
        if l7 is U:
            break
        l8 = l7.get('python', U) if type(l7) is dict else dot(l7, 'python')
        if l8 is U:
            break
        l10 = lib__real(i, d, m, l8)
        if l10 is U or l10 is False:
            break
        l5 = True if l5 is U else once(l5, True)
    for _ in ONCE:
        if l5 is U:
            break
        l2 = l5 if l2 is U else once(l2, l5)
    for _ in ONCE:
        l5 = U
        if l4 != 'packages':
            break
        l7 = l3.get('environment', U) if type(l3) is dict else dot(l3, 'environment')
        if l7 is U:
            break
        l8 = l7.get('packages', U) if type(l7) is dict else dot(l7, 'packages')
        if l8 is U:
            break
        if not (type(l8) is dict):
            break
        l11 = l3.get('environment', U) if type(l3) is dict else dot(l3, 'environment')
        if l11 is U:
            break
        l12 = l11.get('packages', U) if type(l11) is dict else dot(l11, 'packages')
        if l12 is U:
            break
        l14 = count(l12)
        l16 = 0
        if gt(l14, l16) is False:
            break
        l5 = True if l5 is U else once(l5, True)
    for _ in ONCE:
        if l5 is U:
            break
        l2 = l5 if l2 is U else once(l2, l5)
    for _ in ONCE:
        l5 = U
        if l4 != 'device':
            break
        l7 = l3.get('environment', U) if type(l3) is dict else dot(l3, 'environment')
        if l7 is U:
            break
        l8 = l7.get('cpu', U) if type(l7) is dict else dot(l7, 'cpu')
        if l8 is U:
            break
        l10 = lib__real(i, d, m, l8)
        if l10 is U or l10 is False:
            break
        l11 = l3.get('environment', U) if type(l3) is dict else dot(l3, 'environment')
        if l11 is U:
            break
        l13 = evidence_lib__members(i, d, m, l11, 'gpus')
        if l13 is U:
            break
        l16 = U
        for _ in ONCE:
            if not (type(l13) is not list):
                break
            if not (type(l13) is not dict):
                break
            if not (type(l13) is not Set):
                break
        else:
            break
        for l18, l19 in members(l13):
            l17 = U
            for _ in ONCE:
                l22 = l3.get('environment', U) if type(l3) is dict else dot(l3, 'environment')
                if l22 is U:
                    break
                l24 = prov_04__driven(i, d, m, l22, l19)
                if l24 is U or l24 is False:
                    break
                l17 = True
            if l17 is not U:
                continue
            l16 = True
        if l16 is not U:
            break
        l5 = True if l5 is U else once(l5, True)
    for _ in ONCE:
        if l5 is U:
            break
        l2 = l5 if l2 is U else once(l2, l5)
    for _ in ONCE:
        l5 = U
        if l4 != 'lock file':
            break
        l7 = evidence_lib__inputs_of(i, d, m, l3)
        if l7 is U:
            break
        for l9, l10 in members(l7):
            l13 = evidence_lib__locks(i, d, m, l10)
            if l13 is U or l13 is False:
                continue
            l5 = True if l5 is U else once(l5, True)
    for _ in ONCE:
        if l5 is U:
            break
        l2 = l5 if l2 is U else once(l2, l5)
    for _ in ONCE:
        l5 = U
        if l4 != 'seeds':
            break
        l7 = l3.get('seeds', U) if type(l3) is dict else dot(l3, 'seeds')
        if l7 is U:
            break
        if not (type(l7) is dict):
            break
        l10 = l3.get('seeds', U) if type(l3) is dict else dot(l3, 'seeds')
        if l10 is U:
            break
        l12 = count(l10)
        l14 = 0
        if gt(l12, l14) is False:
            break
        l5 = True if l5 is U else once(l5, True)
    for _ in ONCE:
        if l5 is U:
            break
        l2 = l5 if l2 is U else once(l2, l5)
    for _ in ONCE:
        l5 = U
        if l4 != 'flags of determinism':
            break
        l7 = l3.get('deterministic', U) if type(l3) is dict else dot(l3, 'deterministic')
        if l7 is U:
            break
        if not (type(l7) is dict):
            break
        l10 = l3.get('deterministic', U) if type(l3) is dict else dot(l3, 'deterministic')
        if l10 is U:
            break
        l12 = count(l10)
        l14 = 0
        if gt(l12, l14) is False:
            break
        l5 = True if l5 is U else once(l5, True)
    for _ in ONCE:
        if l5 is U:
            break
        l2 = l5 if l2 is U else once(l2, l5)
    return l2


def prov_04__unsaid(i, d, m, l3):
    l2 = l4 = U
    l4 = U
    l6 = Set()
    l7 = Set()
    l7[identity('Python')] = 'Python'
    l7[identity('device')] = 'device'
    l7[identity('flags of determinism')] = 'flags of determinism'
    l7[identity('lock file')] = 'lock file'
    l7[identity('packages')] = 'packages'
    l7[identity('seeds')] = 'seeds'
    for l9, l10 in members(l7):
        l13 = prov_04__says(i, d, m, l3, l10)
        if not (l13 is U or l13 is False):
            continue
        l6[identity(l10)] = l10
    l4 = l6 if l4 is U else once(l4, l6)
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def prov_04__warn(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'limited':
            break
        l5 = prov_04__gaps(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            return True
    return False


def prov_05__deny(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'high':
            break
        l5 = prov_05__gaps(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            return True
    return False


def prov_05__gaps(i, d, m):
    known = m[125]
    if known is not NOT_ASKED:
        return known
    l2 = U
    l2 = Set()
    for _ in ONCE:
        l3 = U
        l4 = i.get('artifact', U)
        if l4 is U:
            break
        if not (type(l4) is dict):
            break
        l7 = prov_05__harmless(i, d, m)
        if not (l7 is U or l7 is False):
            break
        l8 = i.get('artifact', U)
        if l8 is U:
            break
        l10 = lib__path_of(i, d, m, l8)
        if l10 is U:
            break
        raise UnsureError
    m[125] = l2
    return l2


def prov_05__harmless(i, d, m):
    known = m[126]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = i.get('artifact', U)
        if l4 is U:
            break
        l5 = l4.get('pickle', U) if type(l4) is dict else dot(l4, 'pickle')
        if l5 is U:
            break
        if l5 is not False:
            break
        l3 = True if l3 is U else once(l3, True)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    m[126] = l2
    return l2


def prov_05__warn(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'limited':
            break
        l5 = prov_05__gaps(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            return True
    return False


def prov_06__deny(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'high':
            break
        l5 = prov_06__gaps(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            return True
    return False


def prov_06__gaps(i, d, m):
    known = m[127]
    if known is not NOT_ASKED:
        return known
    l2 = U
    l2 = Set()
    for _ in ONCE:
        l3 = U
        l4 = evidence_lib__present(i, d, m)
        if l4 is U:
            break
        l6 = evidence_lib__of(i, d, m, l4, 'training')
        if l6 is U:
            break
        l8 = count(l6)
        l10 = 0
        if gt(l8, l10) is False:
            break
        l12 = evidence_lib__fitting(i, d, m)
        if l12 is U:
            break
        l14 = evidence_lib__of(i, d, m, l12, 'training')
        if l14 is U:
            break
        l16 = count(l14)
        l18 = 0
        if not equal(l16, l18):
            break
        l19 = evidence_lib__refusal(i, d, m, 'training')
        if l19 is U:
            break
        raise UnsureError
    m[127] = l2
    return l2


def prov_06__warn(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'limited':
            break
        l5 = prov_06__gaps(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            return True
    return False


def prov_07__deny(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'high':
            break
        l5 = prov_07__gaps(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            return True
    return False


def prov_07__gaps(i, d, m):
    known = m[128]
    if known is not NOT_ASKED:
        return known
    l2 = U
    l2 = Set()
    for _ in ONCE:
        l3 = U
        l4 = evidence_lib__fitting(i, d, m)
        if l4 is U:
            break
        l6 = evidence_lib__of(i, d, m, l4, 'training')
        if l6 is U:
            break
        l8 = count(l6)
        l10 = 0
        if gt(l8, l10) is False:
            break
        l12 = evidence_lib__signed(i, d, m)
        if l12 is U:
            break
        l14 = evidence_lib__of(i, d, m, l12, 'training')
        if l14 is U:
            break
        l16 = count(l14)
        l18 = 0
        if not equal(l16, l18):
            break
        l19 = evidence_lib__refusal(i, d, m, 'training')
        if l19 is U:
            break
        raise UnsureError
    m[128] = l2
    return l2


def prov_07__warn(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'limited':
            break
        l5 = prov_07__gaps(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            return True
    return False


def prov_08__deny(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'high':
            break
        l5 = prov_08__gaps(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            return True
    return False


def prov_08__gaps(i, d, m):
    known = m[129]
    if known is not NOT_ASKED:
        return known
    l2 = U
    l2 = Set()
    for _ in ONCE:
        l3 = U
        l4 = evidence_lib__signed(i, d, m)
        if l4 is U:
            break
        l6 = evidence_lib__of(i, d, m, l4, 'training')
        if l6 is U:
            break
        l8 = count(l6)
        l10 = 0
        if gt(l8, l10) is False:
            break
        l12 = evidence_lib__trusted(i, d, m)
        if l12 is U:
            break
        l14 = evidence_lib__of(i, d, m, l12, 'training')
        if l14 is U:
            break
        l16 = count(l14)
        l18 = 0
        if not equal(l16, l18):
            break
        l19 = evidence_lib__refusal(i, d, m, 'training')
        if l19 is U:
            break
        raise UnsureError
    for _ in ONCE:
        l3 = U
        l4 = evidence_lib__unchanged(i, d, m)
        if l4 is U:
            break
        l6 = evidence_lib__of(i, d, m, l4, 'training')
        if l6 is U:
            break
        l8 = count(l6)
        l10 = 0
        if gt(l8, l10) is False:
            break
        l12 = Set()
        for _ in ONCE:
            l13 = evidence_lib__unchanged(i, d, m)
            if l13 is U:
                break
            l15 = evidence_lib__of(i, d, m, l13, 'training')
            if l15 is U:
                break
            for l17, l18 in members(l15):
                l21 = evidence_lib__key_end(i, d, m, l18)
                if l21 is U:
                    continue
                l12[identity(l21)] = l21
        raise UnsureError
    m[129] = l2
    return l2


def prov_08__warn(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'limited':
            break
        l5 = prov_08__gaps(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            return True
    return False


def prov_09__deny(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'high':
            break
        l5 = prov_09__gaps(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            return True
    return False


def prov_09__gaps(i, d, m):
    known = m[130]
    if known is not NOT_ASKED:
        return known
    l2 = U
    l2 = Set()
    for _ in ONCE:
        l3 = U
        l4 = evidence_lib__trusted(i, d, m)
        if l4 is U:
            break
        l6 = evidence_lib__of(i, d, m, l4, 'training')
        if l6 is U:
            break
        l8 = count(l6)
        l10 = 0
        if gt(l8, l10) is False:
            break
        l12 = evidence_lib__own(i, d, m)
        if l12 is U:
            break
        l14 = evidence_lib__of(i, d, m, l12, 'training')
        if l14 is U:
            break
        l16 = count(l14)
        l18 = 0
        if not equal(l16, l18):
            break
        l19 = evidence_lib__refusal(i, d, m, 'training')
        if l19 is U:
            break
        raise UnsureError
    m[130] = l2
    return l2


def prov_09__warn(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'limited':
            break
        l5 = prov_09__gaps(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            return True
    return False


def prov_10__deny(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'high':
            break
        l5 = prov_10__gaps(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            return True
    return False


def prov_10__gaps(i, d, m):
    known = m[131]
    if known is not NOT_ASKED:
        return known
    l2 = U
    l2 = Set()
    for _ in ONCE:
        l3 = U
        l4 = evidence_lib__own(i, d, m)
        if l4 is U:
            break
        l6 = evidence_lib__of(i, d, m, l4, 'training')
        if l6 is U:
            break
        l8 = count(l6)
        l10 = 0
        if gt(l8, l10) is False:
            break
        l12 = evidence_lib__built(i, d, m)
        if l12 is U:
            break
        l14 = evidence_lib__of(i, d, m, l12, 'training')
        if l14 is U:
            break
        l16 = count(l14)
        l18 = 0
        if not equal(l16, l18):
            break
        l19 = evidence_lib__refusal(i, d, m, 'training')
        if l19 is U:
            break
        raise UnsureError
    m[131] = l2
    return l2


def prov_10__warn(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'limited':
            break
        l5 = prov_10__gaps(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            return True
    return False


def prov_11__deny(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'high':
            break
        l5 = prov_11__gaps(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            return True
    return False


def prov_11__gaps(i, d, m):
    known = m[132]
    if known is not NOT_ASKED:
        return known
    l2 = U
    l2 = Set()
    for _ in ONCE:
        l3 = U
        l4 = evidence_lib__reached(i, d, m)
        if l4 is U:
            break
        l6 = evidence_lib__of(i, d, m, l4, 'training')
        if l6 is U:
            break
        l8 = count(l6)
        l10 = 0
        if gt(l8, l10) is False:
            break
        l12 = evidence_lib__clean(i, d, m)
        if l12 is U:
            break
        l14 = evidence_lib__of(i, d, m, l12, 'training')
        if l14 is U:
            break
        l16 = count(l14)
        l18 = 0
        if not equal(l16, l18):
            break
        l19 = evidence_lib__refusal(i, d, m, 'training')
        if l19 is U:
            break
        raise UnsureError
    m[132] = l2
    return l2


def prov_11__warn(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'limited':
            break
        l5 = prov_11__gaps(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            return True
    return False


def prov_12__amount(i, d, m, l3, l4):
    l2 = l5 = U
    for _ in ONCE:
        l5 = U
        l8 = prov_12__used(i, d, m, l3, l4)
        if l8 is U:
            break
        if not (type(l8) in NUMBERS):
            break
        l11 = prov_12__used(i, d, m, l3, l4)
        if l11 is U:
            break
        l13 = lib__decimal(i, d, m, l11)
        if l13 is U:
            break
        l15 = prov_12__told(i, d, m, l4, l13)
        if l15 is U:
            break
        l5 = l15 if l5 is U else once(l5, l15)
    for _ in ONCE:
        if l5 is not U:
            break
        l8 = prov_12__told(i, d, m, l4, 'an unknown number of')
        if l8 is U:
            break
        l5 = l8 if l5 is U else once(l5, l8)
    for _ in ONCE:
        if l5 is U:
            break
        l2 = l5 if l2 is U else once(l2, l5)
    return l2


def prov_12__budget(i, d, m):
    known = m[133]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        l6 = d.get('govml', U)
        if l6 is U:
            break
        l7 = l6.get('parameters', U) if type(l6) is dict else dot(l6, 'parameters')
        if l7 is U:
            break
        l8 = l7.get('budgets', U) if type(l7) is dict else dot(l7, 'budgets')
        if l8 is U:
            break
        l9 = dot(l8, l4)
        if l9 is U:
            break
        for _ in ONCE:
            break
        if not (type(l9) is dict):
            break
        l14 = lib__tier(i, d, m)
        if l14 is U:
            break
        l16 = d.get('govml', U)
        if l16 is U:
            break
        l17 = l16.get('parameters', U) if type(l16) is dict else dot(l16, 'parameters')
        if l17 is U:
            break
        l18 = l17.get('budgets', U) if type(l17) is dict else dot(l17, 'budgets')
        if l18 is U:
            break
        l19 = dot(l18, l14)
        if l19 is U:
            break
        for _ in ONCE:
            break
        l3 = l19 if l3 is U else once(l3, l19)
    for _ in ONCE:
        if l3 is not U:
            break
        for _ in ONCE:
            for _ in ONCE:
                l6 = d.get('govml', U)
                if l6 is U:
                    break
                l7 = l6.get('parameters', U) if type(l6) is dict else dot(l6, 'parameters')
                if l7 is U:
                    break
                l8 = l7.get('budgets', U) if type(l7) is dict else dot(l7, 'budgets')
                if l8 is U:
                    break
            else:
                break
        else:
            break
        if not (type(l8) is dict):
            break
        for _ in ONCE:
            for _ in ONCE:
                l13 = d.get('govml', U)
                if l13 is U:
                    break
                l14 = l13.get('parameters', U) if type(l13) is dict else dot(l13, 'parameters')
                if l14 is U:
                    break
                l15 = l14.get('budgets', U) if type(l14) is dict else dot(l14, 'budgets')
                if l15 is U:
                    break
            else:
                break
        else:
            break
        l3 = l15 if l3 is U else once(l3, l15)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    for _ in ONCE:
        if l2 is not U:
            break
        l17 = {}
        l2 = l17 if l2 is U else once(l2, l17)
    m[133] = l2
    return l2


def prov_12__currency(i, d, m):
    known = m[134]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = prov_12__budget(i, d, m)
        if l4 is U:
            break
        l5 = l4.get('currency', U) if type(l4) is dict else dot(l4, 'currency')
        if l5 is U:
            break
        if not (type(l5) is str):
            break
        l8 = prov_12__budget(i, d, m)
        if l8 is U:
            break
        l9 = l8.get('currency', U) if type(l8) is dict else dot(l8, 'currency')
        if l9 is U:
            break
        l11 = lib__shortened(i, d, m, l9)
        if l11 is U:
            break
        l3 = l11 if l3 is U else once(l3, l11)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    for _ in ONCE:
        if l2 is not U:
            break
        l2 = 'units of money' if l2 is U else once(l2, 'units of money')
    m[134] = l2
    return l2


def prov_12__deny(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'high':
            break
        l5 = prov_12__gaps(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            return True
    return False


def prov_12__excess(i, d, m, l3):
    l2 = l4 = U
    l4 = U
    l6 = Set()
    for _ in ONCE:
        l7 = prov_12__limits(i, d, m)
        if l7 is U:
            break
        for l8, l9 in members(l7):
            l12 = prov_12__within(i, d, m, l3, l8, l9)
            if not (l12 is U or l12 is False):
                continue
            l6[identity(l8)] = l8
    l4 = l6 if l4 is U else once(l4, l6)
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def prov_12__gaps(i, d, m):
    known = m[135]
    if known is not NOT_ASKED:
        return known
    l2 = U
    l2 = Set()
    for _ in ONCE:
        l3 = U
        l4 = evidence_lib__unchanged(i, d, m)
        if l4 is U:
            break
        l6 = evidence_lib__of(i, d, m, l4, 'training')
        if l6 is U:
            break
        l8 = count(l6)
        l10 = 0
        if gt(l8, l10) is False:
            break
        l12 = prov_12__kept(i, d, m)
        if not (l12 is U or l12 is False):
            break
        l13 = evidence_lib__unchanged(i, d, m)
        if l13 is U:
            break
        l15 = evidence_lib__nearest(i, d, m, l13, 'training')
        if l15 is U:
            break
        l18 = evidence_lib__entries(i, d, m)
        if l18 is U:
            break
        l19 = dot(l18, l15)
        if l19 is U:
            break
        l21 = prov_12__excess(i, d, m, l19)
        if l21 is U:
            break
        for l23, l24 in members(l21):
            l27 = evidence_lib__entries(i, d, m)
            if l27 is U:
                continue
            l28 = dot(l27, l15)
            if l28 is U:
                continue
            l30 = prov_12__amount(i, d, m, l28, l24)
            if l30 is U:
                continue
            l32 = prov_12__limits(i, d, m)
            if l32 is U:
                continue
            l33 = dot(l32, l24)
            if l33 is U:
                continue
            l35 = lib__decimal(i, d, m, l33)
            if l35 is U:
                continue
            l37 = prov_12__told(i, d, m, l24, l35)
            if l37 is U:
                continue
            raise UnsureError
    m[135] = l2
    return l2


def prov_12__in_currency(i, d, m, l3):
    l2 = l4 = U
    for _ in ONCE:
        l4 = U
        for _ in ONCE:
            l6 = prov_12__budget(i, d, m)
            if l6 is U:
                break
            l7 = l6.get('currency', U) if type(l6) is dict else dot(l6, 'currency')
            if l7 is U:
                break
            if l7 is False:
                break
        else:
            break
        l4 = True if l4 is U else once(l4, True)
    for _ in ONCE:
        if l4 is not U:
            break
        l6 = l3.get('usage', U) if type(l3) is dict else dot(l3, 'usage')
        if l6 is U:
            break
        l7 = l6.get('currency', U) if type(l6) is dict else dot(l6, 'currency')
        if l7 is U:
            break
        l8 = prov_12__budget(i, d, m)
        if l8 is U:
            break
        l9 = l8.get('currency', U) if type(l8) is dict else dot(l8, 'currency')
        if l9 is U:
            break
        if not equal(l7, l9):
            break
        l4 = True if l4 is U else once(l4, True)
    for _ in ONCE:
        if l4 is U:
            break
        l2 = l4 if l2 is U else once(l2, l4)
    return l2


def prov_12__kept(i, d, m):
    known = m[136]
    if known is not NOT_ASKED:
        return known
    l2 = l3 = U
    for _ in ONCE:
        l3 = U
        l4 = evidence_lib__unchanged(i, d, m)
        if l4 is U:
            break
        l6 = evidence_lib__of(i, d, m, l4, 'training')
        if l6 is U:
            break
        for l8, l9 in members(l6):
            if type(l9) is not list:
                continue
            l12 = len(l9)
            l11 = 3
            if not equal(l12, l11):
                continue
            l13 = 0
            l13 = 0
            l14 = dot(l9, l13)
            if l14 is U:
                continue
            l15 = l14
            l13 = 1
            l14 = dot(l9, l13)
            if l14 is U:
                continue
            l16 = l14
            l13 = 2
            l14 = dot(l9, l13)
            if l14 is U:
                continue
            l17 = l14
            l18 = evidence_lib__entries(i, d, m)
            if l18 is U:
                continue
            l19 = dot(l18, l15)
            if l19 is U:
                continue
            l21 = prov_12__excess(i, d, m, l19)
            if l21 is U:
                continue
            l23 = count(l21)
            l25 = 0
            if not equal(l23, l25):
                continue
            l3 = True if l3 is U else once(l3, True)
    for _ in ONCE:
        if l3 is U:
            break
        l2 = l3 if l2 is U else once(l2, l3)
    m[136] = l2
    return l2


def prov_12__limits(i, d, m):
    known = m[137]
    if known is not NOT_ASKED:
        return known
    l2 = U
    l2 = {}
    l3 = U
    l4 = Set()
    l4[identity('cost')] = 'cost'
    l4[identity('energy_kwh')] = 'energy_kwh'
    l4[identity('gpu_hours')] = 'gpu_hours'
    for l6, l7 in members(l4):
        l10 = prov_12__budget(i, d, m)
        if l10 is U:
            continue
        l11 = dot(l10, l7)
        if l11 is U:
            continue
        if not (type(l11) in NUMBERS):
            continue
        l14 = prov_12__budget(i, d, m)
        if l14 is U:
            continue
        l15 = dot(l14, l7)
        if l15 is U:
            continue
        insert_once(l2, l7, l15)
    m[137] = l2
    return l2


def prov_12__told(i, d, m, l3, l4):
    l2 = l5 = U
    for _ in ONCE:
        l5 = U
        if l3 != 'gpu_hours':
            break
        raise UnsureError
    for _ in ONCE:
        if l5 is U:
            break
        l2 = l5 if l2 is U else once(l2, l5)
    for _ in ONCE:
        l5 = U
        if l3 != 'energy_kwh':
            break
        raise UnsureError
    for _ in ONCE:
        if l5 is U:
            break
        l2 = l5 if l2 is U else once(l2, l5)
    for _ in ONCE:
        l5 = U
        if l3 != 'cost':
            break
        l7 = prov_12__currency(i, d, m)
        if l7 is U:
            break
        raise UnsureError
    for _ in ONCE:
        if l5 is U:
            break
        l2 = l5 if l2 is U else once(l2, l5)
    return l2


def prov_12__used(i, d, m, l3, l4):
    l2 = l5 = U
    for _ in ONCE:
        l5 = U
        if l4 != 'gpu_hours':
            break
        l7 = l3.get('usage', U) if type(l3) is dict else dot(l3, 'usage')
        if l7 is U:
            break
        l8 = l7.get('gpu_seconds', U) if type(l7) is dict else dot(l7, 'gpu_seconds')
        if l8 is U:
            break
        if not (type(l8) in NUMBERS):
            break
        l11 = l3.get('usage', U) if type(l3) is dict else dot(l3, 'usage')
        if l11 is U:
            break
        l12 = l11.get('gpu_seconds', U) if type(l11) is dict else dot(l11, 'gpu_seconds')
        if l12 is U:
            break
        raise UnsureError
    for _ in ONCE:
        if l5 is U:
            break
        l2 = l5 if l2 is U else once(l2, l5)
    for _ in ONCE:
        l5 = U
        if l4 != 'energy_kwh':
            break
        l7 = l3.get('usage', U) if type(l3) is dict else dot(l3, 'usage')
        if l7 is U:
            break
        l8 = l7.get('energy_kwh', U) if type(l7) is dict else dot(l7, 'energy_kwh')
        if l8 is U:
            break
        if not (type(l8) in NUMBERS):
            break
        l11 = l3.get('usage', U) if type(l3) is dict else dot(l3, 'usage')
        if l11 is U:
            break
        l12 = l11.get('energy_kwh', U) if type(l11) is dict else dot(l11, 'energy_kwh')
        if l12 is U:
            break
        l5 = l12 if l5 is U else once(l5, l12)
    for _ in ONCE:
        if l5 is U:
            break
        l2 = l5 if l2 is U else once(l2, l5)
    for _ in ONCE:
        l5 = U
        if l4 != 'cost':
            break
        l7 = l3.get('usage', U) if type(l3) is dict else dot(l3, 'usage')
        if l7 is U:
            break
        l8 = l7.get('cost', U) if type(l7) is dict else dot(l7, 'cost')
        if l8 is U:
            break
        if not (type(l8) in NUMBERS):
            break
        l11 = prov_12__in_currency(i, d, m, l3)
        if l11 is U or l11 is False:
            break
        l12 = l3.get('usage', U) if type(l3) is dict else dot(l3, 'usage')
        if l12 is U:
            break
        l13 = l12.get('cost', U) if type(l12) is dict else dot(l12, 'cost')
        if l13 is U:
            break
        l5 = l13 if l5 is U else once(l5, l13)
    for _ in ONCE:
        if l5 is U:
            break
        l2 = l5 if l2 is U else once(l2, l5)
    return l2


def prov_12__warn(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'limited':
            break
        l5 = prov_12__gaps(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            return True
    return False


def prov_12__within(i, d, m, l3, l4, l5):
    l2 = l6 = U
    for _ in ONCE:
        l6 = U
        l10 = prov_12__used(i, d, m, l3, l4)
        if l10 is U:
            break
        if lte(l10, l5) is False:
            break
        l6 = True if l6 is U else once(l6, True)
    for _ in ONCE:
        if l6 is U:
            break
        l2 = l6 if l2 is U else once(l2, l6)
    return l2


def prov_13__deny(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'high':
            break
        l5 = prov_13__gaps(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            return True
    return False


def prov_13__gaps(i, d, m):
    known = m[138]
    if known is not NOT_ASKED:
        return known
    l2 = U
    l2 = Set()
    for _ in ONCE:
        l3 = U
        l4 = evidence_lib__max_age(i, d, m)
        if l4 is U or l4 is False:
            break
        l5 = evidence_lib__unchanged(i, d, m)
        if l5 is U:
            break
        l7 = evidence_lib__of(i, d, m, l5, 'training')
        if l7 is U:
            break
        l9 = count(l7)
        l11 = 0
        if gt(l9, l11) is False:
            break
        l13 = Set()
        for _ in ONCE:
            l14 = evidence_lib__unchanged(i, d, m)
            if l14 is U:
                break
            l16 = evidence_lib__of(i, d, m, l14, 'training')
            if l16 is U:
                break
            for l18, l19 in members(l16):
                l22 = evidence_lib__until(i, d, m, l19)
                if l22 is U:
                    continue
                l13[identity(l22)] = l22
        raise UnsureError
    m[138] = l2
    return l2


def prov_13__warn(i, d, m):
    for _ in ONCE:
        l3 = U
        l4 = lib__tier(i, d, m)
        if l4 is U:
            break
        if l4 != 'limited':
            break
        l5 = prov_13__gaps(i, d, m)
        if l5 is U:
            break
        for l6, l7 in members(l5):
            return True
    return False

SETS = {
    "data.govml.card_01.deny": card_01__deny,
    "data.govml.card_02.deny": card_02__deny,
    "data.govml.card_02.warn": card_02__warn,
    "data.govml.card_03.deny": card_03__deny,
    "data.govml.card_03.warn": card_03__warn,
    "data.govml.card_04.deny": card_04__deny,
    "data.govml.card_05.deny": card_05__deny,
    "data.govml.card_05.warn": card_05__warn,
    "data.govml.card_06.deny": card_06__deny,
    "data.govml.card_06.warn": card_06__warn,
    "data.govml.card_07.deny": card_07__deny,
    "data.govml.card_07.warn": card_07__warn,
    "data.govml.card_08.deny": card_08__deny,
    "data.govml.card_08.warn": card_08__warn,
    "data.govml.card_09.deny": card_09__deny,
    "data.govml.card_09.warn": card_09__warn,
    "data.govml.data_01.deny": data_01__deny,
    "data.govml.data_01.warn": data_01__warn,
    "data.govml.data_02.deny": data_02__deny,
    "data.govml.data_02.warn": data_02__warn,
    "data.govml.data_03.deny": data_03__deny,
    "data.govml.data_03.warn": data_03__warn,
    "data.govml.data_04.deny": data_04__deny,
    "data.govml.data_04.warn": data_04__warn,
    "data.govml.data_05.deny": data_05__deny,
    "data.govml.depl_01.deny": depl_01__deny,
    "data.govml.depl_03.deny": depl_03__deny,
    "data.govml.depl_03.warn": depl_03__warn,
    "data.govml.depl_04.deny": depl_04__deny,
    "data.govml.depl_04.warn": depl_04__warn,
    "data.govml.eval_01.deny": eval_01__deny,
    "data.govml.eval_01.warn": eval_01__warn,
    "data.govml.eval_03.deny": eval_03__deny,
    "data.govml.eval_03.warn": eval_03__warn,
    "data.govml.eval_05.deny": eval_05__deny,
    "data.govml.eval_05.warn": eval_05__warn,
    "data.govml.eval_06.deny": eval_06__deny,
    "data.govml.eval_07.deny": eval_07__deny,
    "data.govml.eval_07.warn": eval_07__warn,
    "data.govml.eval_08.deny": eval_08__deny,
    "data.govml.eval_08.warn": eval_08__warn,
    "data.govml.eval_09.deny": eval_09__deny,
    "data.govml.eval_09.warn": eval_09__warn,
    "data.govml.mon_01.deny": mon_01__deny,
    "data.govml.mon_01.warn": mon_01__warn,
    "data.govml.mon_03.deny": mon_03__deny,
    "data.govml.mon_03.warn": mon_03__warn,
    "data.govml.prov_01.deny": prov_01__deny,
    "data.govml.prov_01.warn": prov_01__warn,
    "data.govml.prov_02.deny": prov_02__deny,
    "data.govml.prov_02.warn": prov_02__warn,
    "data.govml.prov_03.deny": prov_03__deny,
    "data.govml.prov_03.warn": prov_03__warn,
    "data.govml.prov_04.deny": prov_04__deny,
    "data.govml.prov_04.warn": prov_04__warn,
    "data.govml.prov_05.deny": prov_05__deny,
    "data.govml.prov_05.warn": prov_05__warn,
    "data.govml.prov_06.deny": prov_06__deny,
    "data.govml.prov_06.warn": prov_06__warn,
    "data.govml.prov_07.deny": prov_07__deny,
    "data.govml.prov_07.warn": prov_07__warn,
    "data.govml.prov_08.deny": prov_08__deny,
    "data.govml.prov_08.warn": prov_08__warn,
    "data.govml.prov_09.deny": prov_09__deny,
    "data.govml.prov_09.warn": prov_09__warn,
    "data.govml.prov_10.deny": prov_10__deny,
    "data.govml.prov_10.warn": prov_10__warn,
    "data.govml.prov_11.deny": prov_11__deny,
    "data.govml.prov_11.warn": prov_11__warn,
    "data.govml.prov_12.deny": prov_12__deny,
    "data.govml.prov_12.warn": prov_12__warn,
    "data.govml.prov_13.deny": prov_13__deny,
    "data.govml.prov_13.warn": prov_13__warn,
}
