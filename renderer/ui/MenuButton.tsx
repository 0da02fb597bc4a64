import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { Keys } from './Keys.tsx';
import styles from './MenuButton.module.css';

export type MenuItems = readonly {
  id: string;
  name: string;
  keys?: string | undefined;
  disabled?: boolean;
  run: () => void;
}[];

/** A button that opens a short menu. @param props.name what it is called where its label is only a sign */
export function MenuButton(props: { label: string; name?: string; items: MenuItems; className?: string | undefined }) {
  return (
    <MenuTrigger>
      <Button className={props.className ?? ''} {...(props.name === undefined ? {} : { 'aria-label': props.name })}>
        {props.label} {props.name === undefined && <span aria-hidden="true">▾</span>}
      </Button>
      <Popover className={styles.popover ?? ''} placement="bottom end">
        <Menu
          className={styles.menu ?? ''}
          aria-label={props.name ?? props.label}
          disabledKeys={props.items.filter(({ disabled }) => disabled).map(({ id }) => id)}
        >
          {props.items.map(({ id, name, keys, run }) => (
            // The menu gives the focus back when it is gone; a dialog that opens takes it only then.
            <MenuItem
              key={id}
              id={id}
              textValue={name}
              className={styles.item ?? ''}
              onAction={() => requestAnimationFrame(run)}
            >
              <span>{name}</span>
              {keys && <Keys keys={keys} />}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
