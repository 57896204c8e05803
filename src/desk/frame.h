/* The parts of the frame that have a file of their own. */
#ifndef DESK_FRAME_H
#define DESK_FRAME_H

#include "mfadesk/desk/screen.h"

void top_line_draw(const struct desk *desk, const struct canvas *canvas);

#endif
