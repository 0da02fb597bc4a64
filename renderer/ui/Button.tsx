import { Button as AriaButton, type ButtonProps } from 'react-aria-components';
import styles from './Button.module.css';

/** A push button; `plain` ones look like text until pointed at. */
export function Button({
  look = 'normal',
  ...props
}: ButtonProps & { look?: 'normal' | 'primary' | 'plain' | 'danger' }) {
  return <AriaButton {...props} className={`${styles.button} ${styles[look]} ${props.className ?? ''}`} />;
}
