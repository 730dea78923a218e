package org.sealdesk.api.admin;

import org.sealdesk.api.Text;

/**
 * A line in the menu.
 *
 * @param path of the page, relative to the plugin's mount
 * @param parent well-known place: {@code ticket/crypt}, {@code admin/security}, {@code admin/log}; a host without it
 *     uses its admin menu
 * @param icon name from a small set: key, certificate, settings, health, import; unknown ones are left out
 * @param order smaller first
 */
public record MenuEntry(String path, String parent, Text title, String icon, int order, String permission) {}
