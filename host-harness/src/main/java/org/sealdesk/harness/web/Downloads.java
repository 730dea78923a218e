package org.sealdesk.harness.web;

import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Files for the browser to keep, never to show. */
final class Downloads {

    private static final int MAX_NAME_CHARS = 120;

    private Downloads() {}

    static void send(Context http, String fileName, String mediaType, byte[] octets) {
        http.header("Content-Disposition", disposition(fileName))
                .header("Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'")
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .contentType(mediaType.matches("[\\w.+-]+/[\\w.+-]+") ? mediaType : "application/octet-stream")
                .result(octets);
    }

    /** RFC 6266: a plain name for all, the full one for those who can read it. */
    static String disposition(String fileName) {
        String base = fileName.substring(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1);
        String clean = Words.clean(base).replaceAll("[\\n\\t]", " ").strip();
        String name = clean.isEmpty() ? "file" : clean.substring(0, Math.min(clean.length(), MAX_NAME_CHARS));
        String plain = name.replaceAll("[^A-Za-z0-9._ -]", "_");
        String full = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
        return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + full;
    }
}
