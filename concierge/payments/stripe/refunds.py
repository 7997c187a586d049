"""Money given back, and what a card's owner or bank calls into question."""

from concierge.payments.gateway import (
    DisputeStanding,
    GatewayRefused,
    RefundStanding,
    WarningFacts,
)
from concierge.payments.stripe import answers
from concierge.payments.stripe.calling import LOOK_BACK, Calls, FailedForGood, ask


class Refunds(Calls):
    """The calls about refunds, disputes and fraud warnings."""

    def refund(
        self, provider_id: str, refund_id: int, amount: int, *, key: str, again: bool = False
    ) -> RefundStanding:
        made = self.find_refund(provider_id, refund_id) if again else None
        if made is not None:
            return made
        try:
            return self._give_back(provider_id, refund_id, amount, key)
        except FailedForGood as error:
            made = self.find_refund(provider_id, refund_id)
            if made is not None:
                return made
            raise GatewayRefused(f"Nothing was given back. {error}") from error

    def _give_back(self, provider_id: str, refund_id: int, amount: int, key: str) -> RefundStanding:
        return answers.refund_standing(
            ask(
                lambda: self.v1.refunds.create(
                    {
                        "payment_intent": provider_id,
                        "amount": amount,
                        "metadata": {"refund": str(refund_id)},
                        "expand": ["balance_transaction"],
                    },
                    {"idempotency_key": key},
                )
            ).to_dict()
        )

    def find_refund(self, provider_id: str, refund_id: int) -> RefundStanding | None:
        newest = ask(
            lambda: self.v1.refunds.list(
                {
                    "payment_intent": provider_id,
                    "limit": LOOK_BACK,
                    "expand": ["data.balance_transaction"],
                }
            )
        ).to_dict()
        made = map(answers.refund_standing, newest["data"])
        return next((one for one in made if one.refund_id == refund_id), None)

    def refund_standing(self, provider_id: str) -> RefundStanding:
        return answers.refund_standing(
            ask(
                lambda: self.v1.refunds.retrieve(provider_id, {"expand": ["balance_transaction"]})
            ).to_dict()
        )

    def dispute(self, provider_id: str) -> DisputeStanding:
        return answers.dispute(ask(lambda: self.v1.disputes.retrieve(provider_id)).to_dict())

    def warning(self, provider_id: str) -> WarningFacts:
        return answers.warning(
            ask(lambda: self.v1.radar.early_fraud_warnings.retrieve(provider_id)).to_dict()
        )
