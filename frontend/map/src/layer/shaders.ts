// The shaders of the earthquakes: every event is a point as large as its mark, or its rings, which are drawn within it:
// one vertex each, where squares of triangles would take four. What changes with time, theme or view is a
// uniform; the buffers hold facts only (record.ts).

import { RADIUS_GLSL } from "./ramp";
import { UNKNOWN_DEPTH, UNKNOWN_MAGNITUDE } from "./record";

/** What MapLibre prepends for the projection in use: `projectTile` and what it needs. */
export interface Prelude {
  vertexShaderPrelude: string;
  define: string;
}

// Shared by marks and rings. `HIDDEN` puts a vertex outside the clip space.
const COMMON = `
layout(location = 0) in vec2 a_place;
layout(location = 1) in vec2 a_facts; // magnitude, origin time in s
layout(location = 2) in int a_last;   // depth in metres, shape
uniform vec2 u_inner;                 // the picture's share of the viewport
uniform vec2 u_time, u_magnitude, u_depth;
uniform vec4 u_box;
uniform float u_zoom_scale, u_dots, u_largest, u_wrap, u_now, u_kinds, u_colour;
uniform vec3 u_ramp[6], u_unknown;
uniform float u_stops[6];

const vec4 HIDDEN = vec4(2.0, 2.0, 2.0, 1.0);
const int UNKNOWN_DEPTH = ${UNKNOWN_DEPTH};

float magnitude() { return a_facts.x; }
bool has_magnitude() { return a_facts.x > ${UNKNOWN_MAGNITUDE.toFixed(1)}; }
float time() { return a_facts.y; }
int depth() { return a_last >> 8; }
int shape() { return a_last & 255; }

float radius() { float m = magnitude(); return ${RADIUS_GLSL}; }

// What is unknown is within no bounds but those that are none.
bool within(bool known, float value, vec2 bounds) {
  return known ? value >= bounds.x && value <= bounds.y : bounds.x < -1e8 && bounds.y > 1e8;
}

bool in_box() {
  bool across = u_box.x <= u_box.z ? a_place.x >= u_box.x && a_place.x <= u_box.z
                                   : a_place.x >= u_box.x || a_place.x <= u_box.z;
  return across && a_place.y >= u_box.y && a_place.y <= u_box.w;
}

bool shown() {
  return magnitude() > -1e6
      && time() > u_time.x && time() <= u_time.y
      && within(has_magnitude(), magnitude(), u_magnitude)
      && within(depth() != UNKNOWN_DEPTH, float(depth()), u_depth)
      && (u_kinds < 0.5 || (u_kinds < 1.5) == (shape() == 0))
      && in_box();
}

vec3 ramp_colour(float value) {
  vec3 colour = u_ramp[0];
  // Without branches, which would cost more than what they leave out.
  for (int k = 0; k < 5; k++) {
    colour = mix(colour, u_ramp[k + 1], clamp((value - u_stops[k]) / (u_stops[k + 1] - u_stops[k]), 0.0, 1.0));
  }
  return colour;
}

// By depth in km, age in hours, or magnitude.
vec3 event_colour() {
  if (u_colour < 0.5) return depth() == UNKNOWN_DEPTH ? u_unknown : ramp_colour(float(depth()) / 1000.0);
  if (u_colour < 1.5) return ramp_colour((u_now - time()) / 3600.0);
  return has_magnitude() ? ramp_colour(magnitude()) : u_unknown;
}

// A point of so many pixels around the epicentre; hidden behind the globe. The viewport is larger than the picture,
// because a point vanishes with its centre.
vec4 centre(inout float reach) {
  reach = min(reach, u_largest);
  gl_PointSize = 2.0 * reach * u_dots;
  #ifdef GLOBE
  vec4 at = projectTile(a_place);
  if (at.z / at.w > 1.0) return HIDDEN;
  #else
  // The flat map ends before the poles: what is there stands on its edge.
  vec4 at = projectTile(vec2(a_place.x + u_wrap, clamp(a_place.y, 0.0, 1.0)));
  #endif
  return vec4(at.xy * u_inner, at.zw);
}

bool out_of_sight() { return any(greaterThan(abs(gl_Position.xy), gl_Position.ww)); }
`;

function vertex(prelude: Prelude, body: string): string {
  return `#version 300 es\n${prelude.vertexShaderPrelude}\n${prelude.define}\n${COMMON}\n${body}`;
}

/** A mark: its body paler with age, its rim never, so that the oldest still stands out from land and sea. */
export const mark = {
  vertex: (prelude: Prelude) =>
    vertex(
      prelude,
      `
uniform float u_fade;
flat out vec3 v_colour; flat out float v_body, v_radius, v_reach; flat out int v_shape;
void main() {
  gl_PointSize = 1.0;
  if (!shown()) { gl_Position = HIDDEN; return; }
  v_radius = radius();
  v_shape = shape();
  v_reach = v_radius * (v_shape == 1 ? 1.3 : 1.0) + 1.5;
  gl_Position = centre(v_reach);
  if (out_of_sight()) return;
  v_colour = event_colour();
  v_body = mix(0.66, 0.14, sqrt(clamp((u_now - time()) / u_fade, 0.0, 1.0)));
}`,
    ),
  fragment: `#version 300 es
precision highp float;
flat in vec3 v_colour; flat in float v_body, v_radius, v_reach; flat in int v_shape;
out vec4 colour;
void main() {
  vec2 offset = (2.0 * gl_PointCoord - 1.0) * v_reach;
  // Diamonds and squares of about the circle's area.
  vec2 o = abs(offset);
  float p = v_shape == 0 ? length(offset) : v_shape == 1 ? (o.x + o.y) * 0.8 : max(o.x, o.y) * 1.12;
  float inside = 1.0 - smoothstep(v_radius - 0.75, v_radius + 0.75, p);
  // The smallest are all rim.
  float rim = max(smoothstep(v_radius - 2.1, v_radius - 1.1, p), 1.0 - smoothstep(2.0, 4.0, v_radius));
  float a = inside * mix(v_body, 1.0, rim);
  colour = vec4(v_colour * a, a);
}`,
};

/** Rings: two that run outwards around what is fresh, or with `u_steady` one around what is chosen. */
export const ring = {
  vertex: (prelude: Prelude) =>
    vertex(
      prelude,
      `
uniform float u_steady, u_fresh;
flat out vec3 v_colour; flat out float v_radius, v_reach;
void main() {
  gl_PointSize = 1.0;
  if (!shown() || (u_steady < 0.5 && u_now - time() > u_fresh)) { gl_Position = HIDDEN; return; }
  v_radius = radius();
  v_reach = v_radius * 2.1 + 18.0;
  v_colour = event_colour();
  gl_Position = centre(v_reach);
}`,
    ),
  fragment: `#version 300 es
precision highp float;
flat in vec3 v_colour; flat in float v_radius, v_reach;
uniform float u_steady, u_phase;
uniform vec3 u_chosen;
out vec4 colour;
float line(float p, float at, float width) { return 1.0 - smoothstep(width - 0.6, width + 0.6, abs(p - at)); }
void main() {
  float p = length((2.0 * gl_PointCoord - 1.0) * v_reach);
  if (u_steady > 0.5) {
    float a = line(p, v_radius + 5.0, 1.2);
    colour = vec4(u_chosen * a, a);
    return;
  }
  float a = 0.0;
  for (int k = 0; k < 2; k++) {
    float phase = fract(u_phase + float(k) * 0.5);
    float at = v_radius + 1.0 + (v_reach - v_radius - 2.0) * (1.0 - pow(1.0 - phase, 2.2));
    a = max(a, line(p, at, mix(1.3, 0.7, phase)) * pow(1.0 - phase, 1.4));
  }
  float glow = exp(-pow(max(p - v_radius, 0.0) / (v_radius * 0.55 + 5.0), 2.0)) * 0.3;
  a = max(a * 0.9, glow);
  colour = vec4(v_colour * a, a);
}`,
};
