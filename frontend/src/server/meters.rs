//! What the frontend counts.

service::meters! {
    /// Connections that could not be accepted
    counter ACCEPT_FAILURES = "quakewire_frontend_accept_failures_total";
    /// Earthquakes in memory
    gauge WINDOW = "quakewire_frontend_window_events";
    /// Times the table could not be read at the start
    counter LOAD_FAILURES = "quakewire_frontend_load_failures_total";
    /// 1 while changes come from Kafka, 0 while they come from the table
    gauge FOLLOWING_KAFKA = "quakewire_frontend_following_kafka";
    /// Times changes stopped coming from where they came
    counter INTERRUPTIONS = "quakewire_frontend_interruptions_total" { source: ["kafka", "table"] };
    /// Records left to the consumer to put with the dead letters
    counter UNREADABLE_RECORDS = "quakewire_frontend_unreadable_records_total";
    /// Changes put on the stream
    counter CHANGES = "quakewire_frontend_changes_total";
    /// From the producer's receipt until the change was on the stream
    histogram RECEIVED_TO_STREAMED = "quakewire_frontend_received_to_streamed_seconds";
    /// Changes that were on the stream already
    counter DUPLICATES = "quakewire_frontend_duplicates_total";
    /// Streams opened; resumed ones go on where they were, here or at another replica
    counter STREAMS_OPENED = "quakewire_frontend_streams_opened_total" { resumed: ["yes", "no"] };
    /// Streams open now
    gauge STREAMS = "quakewire_frontend_streams";
    /// Pieces of news handed to streams; one piece has several changes where a reader was behind
    counter DELIVERIES = "quakewire_frontend_deliveries_total";
    /// Streams told to read the window again: they were too slow, or came back too late
    counter STREAM_RESETS = "quakewire_frontend_stream_resets_total" { reason: ["slow", "too_old"] };
    /// Streams refused because there were too many
    counter STREAMS_REFUSED = "quakewire_frontend_streams_refused_total";
    /// Pages of one earthquake that were made
    counter EVENT_PAGES = "quakewire_frontend_event_pages_total";
    /// How long it took to make one
    histogram EVENT_PAGE = "quakewire_frontend_event_page_seconds";
    /// Times the revisions of an earthquake could not be read from the table
    counter EVENT_READ_FAILURES = "quakewire_frontend_event_read_failures_total";
    /// Times the table could not be read for an answer to other people's tools
    counter TABLE_READ_FAILURES = "quakewire_frontend_table_read_failures_total";
    /// Answers to other people's tools that ended before they were whole, because the table went away
    counter ANSWERS_BROKEN_OFF = "quakewire_frontend_answers_broken_off_total";
    /// Requests refused because their address had asked too often
    counter REQUESTS_LIMITED = "quakewire_frontend_requests_limited_total";
    /// Preview pictures drawn
    counter PREVIEWS = "quakewire_frontend_previews_total";
    /// How long it took to draw one
    histogram PREVIEW = "quakewire_frontend_preview_seconds";
    /// Preview pictures refused because too many were asked for at once
    counter PREVIEWS_REFUSED = "quakewire_frontend_previews_refused_total";
    /// Main pages that were made
    counter PAGES = "quakewire_frontend_pages_total";
    /// How long it took to make one
    histogram PAGE = "quakewire_frontend_page_seconds";
    /// Overlays that readers can lay over the map
    gauge OVERLAYS = "quakewire_frontend_overlays";
    /// Overlays left out because they could not be read
    counter OVERLAYS_SKIPPED = "quakewire_frontend_overlays_skipped_total";
    /// Tiles of the base map that could not be read
    counter UNREADABLE_TILES = "quakewire_frontend_unreadable_tiles_total";
    /// Answers, by what was asked for and by the class of their status
    counter RESPONSES = "quakewire_frontend_responses_total" {
        route: ["page", "embed", "event", "preview", "stream", "api", "fdsn", "feed", "relay", "ogc", "grpc", "docs", "asset", "other"],
        class: ["2xx", "3xx", "4xx", "5xx"]
    };
    /// Page timings, measured by the browsers of readers where the operator asked for it
    histogram WEB_VITAL = "quakewire_frontend_web_vital_seconds" { vital: ["ttfb", "fcp", "lcp", "inp"] };
    /// Cumulative layout shift, from the same source; a good page has less than 0.1
    histogram LAYOUT_SHIFT = "quakewire_frontend_layout_shift";
    /// Page timings that were none
    counter VITALS_REFUSED = "quakewire_frontend_vitals_refused_total";
}
