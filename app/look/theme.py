"""The two themes: every colour the program uses, as frozen values without any GUI type."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True)
class Theme:
    """Colours as hex text. `accent` is for what acts, the method hues for nothing but methods.

    `colormap` is blended by `map_blend` (0 … 1) toward `map_toward`, so that trails stand out.
    """

    name: str
    window: str
    panel: str
    card: str
    field: str
    line: str
    text: str
    dim: str
    accent: str
    on_accent: str
    selection: str
    groove: str
    handle: str
    danger: str
    warning: str
    good: str
    plain_hue: str
    sam_hue: str
    cg_hue: str
    cm_hue: str
    cg_sam_hue: str
    cm_sam_hue: str
    colormap: str
    map_blend: float
    map_toward: str
    map_line: str
    map_ink: str
    map_halo: str

    @property
    def is_dark(self) -> bool:
        """Whether light text stands on a dark ground."""
        return self.name == "dark"

    def hue(self, memory: str | None, sam: bool) -> str:
        """The colour of the methods with this memory (None, "cg", "cm"), with or without SAM."""
        plain, with_sam = {
            None: (self.plain_hue, self.sam_hue),
            "cg": (self.cg_hue, self.cg_sam_hue),
            "cm": (self.cm_hue, self.cm_sam_hue),
        }[memory]
        return with_sam if sam else plain


DARK = Theme(
    name="dark",
    window="#16181d",
    panel="#1d2027",
    card="#252932",
    field="#1d2027",
    line="#343a46",
    text="#e6e9ef",
    dim="#98a1b2",
    accent="#7aa2f7",
    on_accent="#10131a",
    selection="#33456b",
    groove="#343a46",
    handle="#e6e9ef",
    danger="#f7768e",
    warning="#e0af68",
    good="#73c991",
    plain_hue="#F0A81C",
    sam_hue="#2CC79A",
    cg_hue="#E59BC8",
    cm_hue="#6CC2F0",
    cg_sam_hue="#FF9466",
    cm_sam_hue="#F0E442",
    colormap="viridis",
    map_blend=0.38,
    map_toward="#16181d",
    map_line="#ffffff",
    map_ink="#ffffff",
    map_halo="#06080c",
)

LIGHT = Theme(
    name="light",
    window="#eef0f4",
    panel="#f8f9fb",
    card="#ffffff",
    field="#ffffff",
    line="#d5dae3",
    text="#1d2129",
    dim="#667085",
    accent="#2f6fde",
    on_accent="#ffffff",
    selection="#cfdffa",
    groove="#d5dae3",
    handle="#1d2129",
    danger="#c4314b",
    warning="#9a6700",
    good="#1f7a45",
    plain_hue="#C77700",
    sam_hue="#008A64",
    cg_hue="#BE5F96",
    cm_hue="#0072B2",
    cg_sam_hue="#C94F00",
    cm_sam_hue="#7A6A00",
    colormap="cividis",
    map_blend=0.40,
    map_toward="#ffffff",
    map_line="#1d2129",
    map_ink="#ffffff",
    map_halo="#1d2129",
)
