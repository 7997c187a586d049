"""WebAuthn (level 2): what a browser is asked to sign, and whether what it signed is right."""

import webauthn
from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
from webauthn.helpers import base64url_to_bytes
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from webauthn.registration.verify_registration_response import VerifiedRegistration

from concierge import config
from concierge.operators.models import Operator, Passkey


class NotSigned(Exception):
    """The answer is to something else, or by somebody else; says what is wrong with it."""


def new(operator: Operator, known: list[Passkey], host: str) -> tuple[str, bytes]:
    """What to ask for a new passkey beside those `known`: its JSON, and the challenge in it."""
    options = webauthn.generate_registration_options(
        rp_id=host,
        rp_name=config.current().business_name,
        user_id=f"operator:{operator.id}".encode(),
        user_name=operator.email,
        user_display_name=operator.name,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
        exclude_credentials=_described(known),
    )
    return webauthn.options_to_json(options), options.challenge


def made(answer: str, challenge: bytes, *, host: str, origin: str) -> VerifiedRegistration:
    """The new passkey in a browser's answer. Raises NotSigned."""
    try:
        return webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=host,
            expected_origin=origin,
        )
    except WebAuthnException as error:
        raise NotSigned(str(error)) from error


def known(allowed: list[Passkey], host: str, *, alone: bool) -> tuple[str, bytes]:
    """What to ask for one of these, or for any. `alone`: it stands for the password, too."""
    required = UserVerificationRequirement.REQUIRED
    options = webauthn.generate_authentication_options(
        rp_id=host,
        allow_credentials=_described(allowed),
        user_verification=required if alone else UserVerificationRequirement.DISCOURAGED,
    )
    return webauthn.options_to_json(options), options.challenge


def signed(
    answer: str, challenge: bytes, passkey: Passkey, *, host: str, origin: str, alone: bool
) -> VerifiedAuthentication:
    """What a passkey's device says with its signature. Raises NotSigned."""
    try:
        return webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=host,
            expected_origin=origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=alone,
        )
    except WebAuthnException as error:
        raise NotSigned(str(error)) from error


def number(raw_id: str) -> bytes:
    """A passkey's number, as a browser writes it."""
    return base64url_to_bytes(raw_id)


def _described(passkeys: list[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=each.credential_id) for each in passkeys]
