// The shaders of the earthquakes: every event is a square around its epicentre, in which a circle or a ring is drawn.
// What changes with time, theme or window is a uniform; the buffers hold facts only.

import { RADIUS_GLSL, UNKNOWN_DEPTH } from "./ramp";

/** What MapLibre prepends for the projection in use: `projectTile` and what it needs. */
export interface Prelude {
  vertexShaderPrelude: string;
  define: string;
}

// Shared by discs and rings. `hidden` puts a vertex outside the clip space.
const COMMON = `
layout(location = 0) in vec2 a_corner;
layout(location = 1) in vec2 a_place;
layout(location = 2) in vec3 a_facts; // magnitude, depth in km, origin time in s
uniform vec2 u_pixel;                 // one CSS pixel in clip space
uniform float u_zoom_scale, u_min_magnitude, u_from, u_wrap;
uniform vec3 u_ramp[6], u_unknown;
uniform float u_stops[6];

const vec4 HIDDEN = vec4(2.0, 2.0, 2.0, 1.0);

float radius(float m) { return ${RADIUS_GLSL}; }

vec3 depth_colour(float depth) {
  if (depth < ${(UNKNOWN_DEPTH / 2).toFixed(1)}) return u_unknown;
  int i = 0;
  for (int k = 1; k < 5; k++) if (depth > u_stops[k]) i = k;
  float t = clamp((depth - u_stops[i]) / (u_stops[i + 1] - u_stops[i]), 0.0, 1.0);
  return mix(u_ramp[i], u_ramp[i + 1], t);
}

bool left_out() { return a_facts.x < u_min_magnitude || a_facts.z < u_from; }

// The corner of a square of the given half side around the epicentre; hidden behind the globe.
vec4 corner(float half_side) {
  vec4 centre = projectTile(a_place + vec2(u_wrap, 0.0));
  #ifdef GLOBE
  if (centre.z / centre.w > 1.0) return HIDDEN;
  #endif
  return centre + vec4(a_corner * half_side * u_pixel * centre.w, 0.0, 0.0);
}
`;

function vertex(prelude: Prelude, body: string): string {
  return `#version 300 es\n${prelude.vertexShaderPrelude}\n${prelude.define}\n${COMMON}\n${body}`;
}

/** A disc: translucent inside, a brighter rim when large enough to have one, paler with age. */
export const disc = {
  vertex: (prelude: Prelude) =>
    vertex(
      prelude,
      `
uniform float u_now, u_fade;
out vec3 v_colour; out vec2 v_offset; out float v_alpha, v_radius;
void main() {
  if (left_out()) { gl_Position = HIDDEN; return; }
  v_radius = radius(a_facts.x);
  v_offset = a_corner * (v_radius + 1.5);
  v_colour = depth_colour(a_facts.y);
  float age = clamp((u_now - a_facts.z) / u_fade, 0.0, 1.0);
  v_alpha = mix(0.95, 0.42, sqrt(age));
  gl_Position = corner(v_radius + 1.5);
}`,
    ),
  fragment: `#version 300 es
precision highp float;
in vec3 v_colour; in vec2 v_offset; in float v_alpha, v_radius;
out vec4 colour;
void main() {
  float p = length(v_offset);
  float inside = 1.0 - smoothstep(v_radius - 0.75, v_radius + 0.75, p);
  float body = v_radius > 3.0 ? mix(0.62, 1.0, smoothstep(v_radius - 2.1, v_radius - 1.1, p)) : 1.0;
  float a = inside * body * v_alpha;
  colour = vec4(v_colour * a, a);
}`,
};

/** Seconds from one ring to the next. */
const PERIOD = "2.6";

/** Rings: running outwards while `a_ring.x` (a moment of the clock) lies ahead, then still; or a steady one (`a_ring.y`). */
export const ring = {
  vertex: (prelude: Prelude) =>
    vertex(
      prelude,
      `
layout(location = 3) in vec2 a_ring;
uniform float u_clock;
out vec3 v_colour; out vec2 v_offset; out float v_radius, v_reach, v_phase, v_steady;
void main() {
  if (left_out()) { gl_Position = HIDDEN; return; }
  v_radius = radius(a_facts.x);
  v_reach = v_radius * 2.1 + 18.0;
  v_offset = a_corner * v_reach;
  v_colour = depth_colour(a_facts.y);
  float left = a_ring.x - u_clock;
  v_phase = left > 0.0 ? 1.0 - fract(left / ${PERIOD}) : 0.35;
  v_steady = a_ring.y;
  gl_Position = corner(v_reach);
}`,
    ),
  fragment: `#version 300 es
precision highp float;
in vec3 v_colour; in vec2 v_offset; in float v_radius, v_reach, v_phase, v_steady;
uniform vec3 u_chosen;
out vec4 colour;
float line(float p, float at, float width) { return 1.0 - smoothstep(width - 0.6, width + 0.6, abs(p - at)); }
void main() {
  float p = length(v_offset);
  if (v_steady > 0.5) {
    float a = line(p, v_radius + 5.0, 1.2);
    colour = vec4(u_chosen * a, a);
    return;
  }
  float a = 0.0;
  for (int k = 0; k < 2; k++) {
    float phase = fract(v_phase + float(k) * 0.5);
    float at = v_radius + 1.0 + (v_reach - v_radius - 2.0) * (1.0 - pow(1.0 - phase, 2.2));
    a = max(a, line(p, at, mix(1.3, 0.7, phase)) * pow(1.0 - phase, 1.4));
  }
  float glow = exp(-pow(max(p - v_radius, 0.0) / (v_radius * 0.55 + 5.0), 2.0)) * 0.3;
  a = max(a * 0.9, glow);
  colour = vec4(v_colour * a, a);
}`,
};
