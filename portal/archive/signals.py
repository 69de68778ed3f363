"""What the archive announces to the areas above it; who listens says so in its own `hooks`."""

from __future__ import annotations

from blinker import Signal

renamed = Signal("A customer has another name. Sent with the customer's id and `name`, in the transaction of the change.")
