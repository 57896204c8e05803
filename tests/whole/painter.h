/*
 * A program that draws scenes on its terminal by src/tui and the loop, as the desk
 * does, and shows the last key: what the tests run in the emulator.
 *
 * Keys: n the next scene · d draws the same again 100 times, then the next ·
 * Ctrl-L redraws · q ends · X calls abort() · O overflows the stack.
 */
#ifndef MFADESK_TESTS_PAINTER_H
#define MFADESK_TESTS_PAINTER_H

#include "mfadesk/tui/grid.h"

enum scene {
	SCENE_SCRIPTS, /* names in ten scripts and more */
	SCENE_EDGES, /* wide at the right margin, marks, what must not reach a terminal */
	SCENE_STYLES,
	SCENE_FIELD, /* with the cursor in it */
	SCENES,
};

/* What is drawn is a function of these alone: the test draws the same to compare. */
void painter_draw(struct grid *grid, enum scene scene, const char *key);

/* The program. Modes: "", "ascii" (no UTF-8 locale), "nohup" (only the terminal's end ends it). */
int painter_run(const char *mode);

/* Exit statuses beyond those of the system. */
enum { PAINTER_ENDED = 0, PAINTER_TERMINATED = 10, PAINTER_HUNG_UP = 11, PAINTER_GONE = 12, PAINTER_NO_TERMINAL = 13 };

#endif
