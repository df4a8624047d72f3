"""Every form of the product, Django's and allauth's included, is drawn with the NHS components."""

from django.forms.renderers import TemplatesSetting


class NHSFormRenderer(TemplatesSetting):
    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
