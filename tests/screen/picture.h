/*
 * Screens as an SVG: one, or several shown in turn, in the theme's colours, light or
 * dark as the reader's system is.
 *
 * Text stays text, run by run over as many columns as it has cells, so that any
 * font keeps the grid. Lines, bars and QR codes are shapes. Who reads the page
 * aloud has the title and the captions.
 */
#ifndef PICTURE_H
#define PICTURE_H

#include "mfadesk/tui/grid.h"

struct picture;

/* The strings stay the caller's and are there as long as the picture. */
struct picture *picture_new(const char *title) MUST_CHECK;
void picture_free(struct picture **picture);
/* The screen as it is now; the caption says what is to be seen on it. */
void picture_add(struct picture *picture, const struct grid *grid, const char *caption);
/* With more than one screen the captions are below them. Owned by the arena. */
char *picture_svg(struct arena *arena, const struct picture *picture) MUST_CHECK;

#endif
