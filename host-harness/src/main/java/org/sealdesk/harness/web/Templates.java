package org.sealdesk.harness.web;

import gg.jte.Content;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.Map;

/** The pages' templates, compiled with the build; they escape every value for the place it stands in. */
final class Templates {

    private final TemplateEngine engine = TemplateEngine.createPrecompiled(ContentType.Html);

    String render(String name, Map<String, Object> values) {
        StringOutput out = new StringOutput(16 * 1024);
        engine.render(name + ".jte", values, out);
        return out.toString();
    }

    /** A piece of a page. */
    Content piece(String name, Map<String, Object> values) {
        return out -> engine.render(name + ".jte", values, out);
    }
}
