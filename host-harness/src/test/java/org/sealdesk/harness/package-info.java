/** Tests of the harness; the contract tests of the plugin API run here too. */
@NullMarked
package org.sealdesk.harness;

import org.jspecify.annotations.NullMarked;
