"""The tables of devices, one module per noun."""

from devices.models.alerts import Alert, AlertCall, DeviceRules, Responder
from devices.models.devices import Device, DeviceStatus
from devices.models.loans import Loan
from devices.models.messages import Message, Rejected, Tally
from devices.models.readings import ChangedDay, DeviceDay, PersonDay, Reading

__all__ = [
    "Alert",
    "AlertCall",
    "ChangedDay",
    "Device",
    "DeviceDay",
    "DeviceRules",
    "DeviceStatus",
    "Loan",
    "Message",
    "PersonDay",
    "Reading",
    "Rejected",
    "Responder",
    "Tally",
]
