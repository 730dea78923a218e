package org.sealdesk.harness.mail;

import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.PolicyFactory;
import org.owasp.html.Sanitizers;

/** HTML from strangers, made harmless: no script, no form, no link that can be followed, nothing loaded from afar. */
public final class Html {

    private static final Set<String> IMAGE_TYPES = Set.of("image/png", "image/jpeg", "image/gif", "image/webp");
    private static final int MAX_IMAGE_OCTETS = 2 * 1024 * 1024;

    /** A link becomes text that shows where it would lead: a frame could otherwise be navigated away by a click. */
    private static final PolicyFactory BASE = Sanitizers.FORMATTING
            .and(Sanitizers.BLOCKS)
            .and(Sanitizers.TABLES)
            .and(new HtmlPolicyBuilder()
                    .allowElements(
                            (name, attributes) -> {
                                int href = attributes.indexOf("href");
                                String target = href < 0 ? "" : attributes.get(href + 1);
                                attributes.clear();
                                attributes.add("title");
                                attributes.add(target);
                                return "span";
                            },
                            "a")
                    .allowAttributes("href")
                    .onElements("a")
                    .allowStandardUrlProtocols()
                    .allowElements("hr", "pre", "span")
                    .toFactory());

    private Html() {}

    /** @param images the mail's own pictures; only these are shown */
    public static String harmless(String html, List<MailReader.Inline> images) {
        Map<String, String> data = new HashMap<>();
        for (MailReader.Inline image : images) {
            if (IMAGE_TYPES.contains(image.type()) && image.octets().length() <= MAX_IMAGE_OCTETS) {
                data.putIfAbsent(
                        "cid:" + image.contentId(),
                        "data:" + image.type() + ";base64,"
                                + Base64.getEncoder()
                                        .encodeToString(image.octets().toArray()));
            }
        }
        PolicyFactory pictures = new HtmlPolicyBuilder()
                .allowElements("img")
                .allowUrlProtocols("cid", "data")
                .allowAttributes("src")
                .matching((element, attribute, value) -> data.get(value))
                .onElements("img")
                .allowAttributes("alt")
                .onElements("img")
                .toFactory();
        return BASE.and(pictures).sanitize(html);
    }

    /** The words of an HTML mail, for quoting and for lists. */
    static String toText(String html) {
        String broken = html.replaceAll("(?i)<(br|/p|/div|/tr|/li|/h[1-6])\\b[^>]*>", "\n");
        return unescaped(new HtmlPolicyBuilder().toFactory().sanitize(broken));
    }

    private static String unescaped(String text) {
        return text.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&#34;", "\"")
                .replace("&#39;", "'")
                .replace("&#64;", "@")
                .replace("&#61;", "=")
                .replace("&#43;", "+")
                .replace("&#96;", "`")
                .replace("&amp;", "&")
                .strip();
    }
}
