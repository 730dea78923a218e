package org.sealdesk.api;

/**
 * One next step that would help.
 *
 * @param adminPath a page of the plugin, relative to where the host mounts it ({@code settings}, {@code pgp/import});
 *     empty if the step is done elsewhere
 */
public record Fix(Text label, String adminPath) {}
