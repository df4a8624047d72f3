"""The tables of devices, one module per noun."""

from devices.models.devices import Device
from devices.models.loans import Loan
from devices.models.messages import Message, Rejected, Tally
from devices.models.readings import ChangedDay, DeviceDay, PersonDay, Reading

__all__ = ["ChangedDay", "Device", "DeviceDay", "Loan", "Message", "PersonDay", "Reading", "Rejected", "Tally"]
