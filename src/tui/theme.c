/* The looks, with colours and without. */
#include "mfadesk/tui/theme.h"

struct look
theme_look(enum style style, bool coloured)
{
	switch (style) {
	case STYLE_PLAIN:
		return (struct look){0};
	case STYLE_DIM:
		return (struct look){.dim = true};
	case STYLE_STRONG:
		return (struct look){.bold = true};
	case STYLE_SELECTED:
	case STYLE_BAR:
		return (struct look){.reverse = true};
	case STYLE_FIELD:
		return (struct look){.underline = true};
	case STYLE_GOOD:
		return (struct look){.colour = coloured ? COLOUR_GREEN : COLOUR_OWN};
	case STYLE_CAUTION:
		return (struct look){.bold = true, .colour = coloured ? COLOUR_YELLOW : COLOUR_OWN};
	case STYLE_DANGER:
		return (struct look){.bold = true, .reverse = !coloured, .colour = coloured ? COLOUR_RED : COLOUR_OWN};
	case STYLE_PAPER:
		return (struct look){.reverse = !coloured, .colour = coloured ? COLOUR_PAPER : COLOUR_OWN};
	case STYLES:
		break;
	}
	return (struct look){0};
}
