package org.sealdesk.harness.web;

import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** The style sheet and the script, from the jar. */
final class Assets {

    private static final Map<String, String> TYPES =
            Map.of("harness.css", "text/css; charset=utf-8", "harness.js", "text/javascript; charset=utf-8");

    private Assets() {}

    static void serve(Context context) throws IOException {
        String name = context.pathParam("name");
        String type = TYPES.get(name);
        if (type == null) {
            throw new NotFoundResponse();
        }
        try (InputStream in = Assets.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new NotFoundResponse();
            }
            context.contentType(type).header("Cache-Control", "max-age=60").result(in.readAllBytes());
        }
    }
}
