package org.sealdesk.api.admin;

import org.sealdesk.api.ForHosts;

/**
 * Draws components. A kind that a host does not override, or that is newer than the host, arrives at {@link #unknown}.
 *
 * @param <R> what drawing gives
 */
@ForHosts
public interface ComponentVisitor<R> {

    /** Shows {@link Component#plainText()}. */
    R unknown(Component component);

    default R section(Component.Section c) {
        return unknown(c);
    }

    default R paragraph(Component.Paragraph c) {
        return unknown(c);
    }

    default R link(Component.Link c) {
        return unknown(c);
    }

    default R chip(Component.Chip c) {
        return unknown(c);
    }

    default R banner(Component.Banner c) {
        return unknown(c);
    }

    default R empty(Component.Empty c) {
        return unknown(c);
    }

    default R code(Component.Code c) {
        return unknown(c);
    }

    default R stat(Component.Stat c) {
        return unknown(c);
    }

    default R row(Component.Row c) {
        return unknown(c);
    }

    default R details(Component.Details c) {
        return unknown(c);
    }

    default R table(Component.Table c) {
        return unknown(c);
    }

    default R form(Component.Form c) {
        return unknown(c);
    }

    default R tree(Component.Tree c) {
        return unknown(c);
    }

    default R tabs(Component.Tabs c) {
        return unknown(c);
    }

    default R steps(Component.Steps c) {
        return unknown(c);
    }

    default R progress(Component.Progress c) {
        return unknown(c);
    }

    default R timeline(Component.Timeline c) {
        return unknown(c);
    }

    default R chart(Component.Chart c) {
        return unknown(c);
    }
}
