// Feed: the earthquakes themselves, and whether EMSC still speaks.

import {
  FrameGeometrySourceBuilder,
  FrameGeometrySourceMode,
  MapLayerOptionsBuilder,
} from "@grafana/grafana-foundation-sdk/common";
import * as geomap from "@grafana/grafana-foundation-sdk/geomap";
import * as histogram from "@grafana/grafana-foundation-sdk/histogram";
import { dashboard } from "../dashboard";
import { columns, newestOf } from "../log-columns";
import { bars, describe, heat, number, rows, series } from "../panels";
import { LOKI } from "../places";
import { buckets, curve, lines, now, quantile } from "../queries";

/** One line for each live report; history that only fills the past is not among them. */
const PUBLISHED = '{service="producer", level="info"} |= "Published "';

const DAY = "24h";

/** One transparent pixel. Grafana's own base maps are other people's servers; the countries below are its own file. */
const EMPTY_TILE = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";

export const feed = dashboard("feed", {
  description: "The last day's earthquakes, and how long EMSC has been silent.",
  from: "now-24h",
  refresh: "1m",
  rows: [
    {
      title: "Now",
      panels: [
        number({
          title: "Since the last earthquake",
          description:
            "Time since the origin of the latest earthquake published. EMSC locates one some minutes after it began.",
          unit: "s",
          queries: [now("time() - max(quakewire_producer_last_origin_timestamp_seconds > 0)")],
          limits: [
            [3600, "yellow"],
            [7200, "orange"],
          ],
        }),
        number({
          title: "Since the last frame",
          description: "Time since anything was heard on the websocket; after a restart, since the producer began.",
          unit: "s",
          queries: [now("quakewire:feed_silence_seconds")],
          limits: [
            [900, "yellow"],
            [7200, "red"],
          ],
        }),
        number({
          title: "Silence allowed",
          description:
            "Computed from the silences of the last seven days; longer is alert FeedSilent. See docs/runbook.md.",
          unit: "s",
          queries: [now("quakewire:feed_silence_threshold_seconds")],
        }),
        number({
          title: "Frames in a day",
          description: "Messages on the websocket in the last 24 hours, new earthquakes and revisions.",
          unit: "short",
          queries: [now(`sum(increase(quakewire_producer_frames_total[${DAY}]))`)],
          limits: [],
        }).decimals(0),
        number({
          title: "Recovered in a day",
          description: "Reports of the last 24 hours that only gap filling brought.",
          unit: "short",
          queries: [now(`sum(increase(quakewire_producer_recovered_total[${DAY}]))`)],
          limits: [[50, "yellow"]],
        }).decimals(0),
        number({
          title: "Typical feed lag",
          description: "Half of the last day's frames came sooner after EMSC's revision than this.",
          unit: "s",
          queries: [
            now(`histogram_quantile(0.5, sum by (le) (increase(quakewire_producer_feed_lag_seconds_bucket[${DAY}])))`),
          ],
          limits: [[60, "yellow"]],
        }),
      ],
    },
    {
      title: "The last day",
      panels: [
        describe(new geomap.PanelBuilder(), {
          title: "Earthquakes",
          description:
            "Each earthquake of the last day by its newest revision: size is magnitude, colour is depth. Read from " +
            "the producer's log lines.",
          unit: "none",
          width: 16,
          height: 15,
          limits: [
            [70, "yellow"],
            [300, "red"],
          ],
          queries: [lines(PUBLISHED)],
        })
          .datasource(LOKI)
          .timeFrom(DAY)
          .transformations(
            newestOf("unid", {
              unid: "unid",
              latitude: "latitude",
              longitude: "longitude",
              magnitude: "magnitude",
              depth_km: "depth_km",
              region: "region",
              origin_time: "origin_time",
              trace_id: "trace_id",
            }),
          )
          .view(new geomap.MapViewConfigBuilder().id("zero").lat(20).lon(0).zoom(1))
          .controls(new geomap.ControlsOptionsBuilder().showZoom(true).mouseWheelZoom(false).showAttribution(true))
          .tooltip(new geomap.TooltipOptionsBuilder().mode(geomap.TooltipMode.Details))
          .basemap(
            new MapLayerOptionsBuilder().type("xyz").name("Nothing").config({ url: EMPTY_TILE, attribution: "" }),
          )
          .layers([countries(), marks()]),
        describe(new histogram.PanelBuilder(), {
          title: "Magnitudes",
          description: "How many earthquakes of the last day had which magnitude, each by its newest revision.",
          unit: "none",
          height: 15,
          queries: [lines(PUBLISHED)],
        })
          .datasource(LOKI)
          .timeFrom(DAY)
          .transformations(newestOf("unid", { magnitude: "magnitude" }))
          .bucketSize(0.5),
        heat({
          title: "Magnitudes over time",
          description: "Magnitudes of all reports from the websocket, each revision counted.",
          unit: "none",
          height: 9,
          queries: [buckets("quakewire_producer_magnitude")],
        }).interval("15m"),
        rows({
          title: "Latest reports",
          description: "The newest reports published, each revision; the trace leads to its way through the services.",
          width: 16,
          height: 9,
          queries: [lines(PUBLISHED, 100)],
          steps: columns({
            magnitude: "magnitude",
            region: "region",
            depth_km: "depth, km",
            origin_time: "origin",
            revision: "revision",
            action: "action",
            source: "source",
            unid: "unid",
            trace_id: "trace",
          }),
        }),
      ],
    },
    {
      title: "Silence",
      panels: [
        series({
          title: "Silence, and what is allowed",
          description:
            "Time since the last frame, and the threshold: twice the longest silence that nine of ten quarters of a " +
            "day stayed below in the last week, between 15 minutes and 2 hours.",
          unit: "s",
          width: 12,
          queries: [
            curve("quakewire:feed_silence_seconds", "silent for"),
            curve("quakewire:feed_silence_threshold_seconds", "allowed"),
          ],
        }),
        bars({
          title: "Frames",
          description: "Messages heard on the websocket in every five minutes.",
          unit: "short",
          width: 12,
          queries: [curve("sum(increase(quakewire_producer_frames_total[$__rate_interval]))", "frames")],
        }),
        heat({
          title: "Feed lag",
          description: "From EMSC's revision until we heard its frame.",
          width: 12,
          queries: [buckets("quakewire_producer_feed_lag_seconds")],
        }),
        series({
          title: "Feed lag, half and 95 of 100",
          description: "Frames came sooner after EMSC's revision than these times. It is EMSC's time, not ours.",
          unit: "s",
          width: 12,
          limits: [[60, "yellow"]],
          queries: [
            quantile(0.5, "quakewire_producer_feed_lag_seconds", "half"),
            quantile(0.95, "quakewire_producer_feed_lag_seconds", "95 of 100"),
          ],
        }).interval("15m"),
      ],
    },
  ],
});

function countries(): MapLayerOptionsBuilder {
  return new MapLayerOptionsBuilder()
    .type("geojson")
    .name("Countries")
    .tooltip(false)
    .config({
      src: "public/maps/countries.geojson",
      rules: [],
      style: { color: { fixed: "gray" }, opacity: 0.2, lineWidth: 1 },
    });
}

function marks(): MapLayerOptionsBuilder {
  return new MapLayerOptionsBuilder()
    .type("markers")
    .name("Earthquakes")
    .tooltip(true)
    .location(
      new FrameGeometrySourceBuilder().mode(FrameGeometrySourceMode.Coords).latitude("latitude").longitude("longitude"),
    )
    .config({
      showLegend: true,
      style: {
        color: { field: "depth_km", fixed: "green" },
        size: { field: "magnitude", fixed: 5, min: 2, max: 18 },
        opacity: 0.6,
        symbol: { mode: "fixed", fixed: "img/icons/marker/circle.svg" },
      },
    });
}
