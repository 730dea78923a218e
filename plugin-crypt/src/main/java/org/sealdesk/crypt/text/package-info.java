/**
 * The plugin's words in every language it speaks. Start with {@link org.sealdesk.crypt.text.Texts}. Knows the plugin
 * API; must not know what the words are about.
 */
@NullMarked
package org.sealdesk.crypt.text;

import org.jspecify.annotations.NullMarked;
