"""`/demo/`: included in the demo only."""

from django.urls import path

from socialrx.tools.demo import personas

app_name = "demo"
urlpatterns = [
    path("story/", personas.story, name="story"),
    path("code/", personas.code, name="code"),
    path("sign-in/<slug:name>/", personas.sign_in, name="sign_in"),
]
